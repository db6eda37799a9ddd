# الوصول

reach-here = على هذا الجهاز
reach-alone = لا أحد غيرك هنا بعد
reach-silent = لا شيء لك هنا
reach-everyone = وصل إلى كل المعروفين
reach-some = وصل إلى { $reached } من { $known }
reach-alone-sentence = لا أحد غيرك هنا بعد. كلامك محفوظ على هذا الجهاز.
reach-silent-sentence = ليس لك منشور هنا. حين يكون، يظهر هنا من وصله.
reach-sentence = { $known ->
    [zero] لا أحد غيرك هنا بعد.
    [one] { $reached ->
        [0] الشخص الآخر الوحيد هنا لم يصله كل ما كتبته.
       *[other] الشخص الآخر الوحيد هنا وصله كل ما كتبته.
    }
    [two] وصل كل ما كتبته إلى { $reached } من شخصين.
    [few] وصل كل ما كتبته إلى { $reached } من أصل { $known } أشخاص.
    [many] وصل كل ما كتبته إلى { $reached } من أصل { $known } شخصًا.
   *[other] وصل كل ما كتبته إلى { $reached } من أصل { $known } شخص.
}
who-has-what = من عنده ماذا
reach-hero-alone = محفوظ هنا. لا أحد غيرك بعد.
reach-hero-silent = ليس لك منشور هنا.
reach-hero-all = محفوظ هنا، ولا شيء في الطريق.
reach-hero-waiting = { $count ->
    [zero] محفوظ هنا، ولا شيء في الطريق.
    [one] محفوظ هنا. منشور واحد ما زال في الطريق.
    [two] محفوظ هنا. منشوران ما زالا في الطريق.
    [few] محفوظ هنا. { $count } منشورات ما زالت في الطريق.
    [many] محفوظ هنا. { $count } منشورًا ما زالت في الطريق.
   *[other] محفوظ هنا. { $count } منشور ما زالت في الطريق.
}
reach-legend = لون كامل: أخبرنا جهازهم بذلك. إطار فقط: لا خبر بعد، أو لم يصل. يكفي جهاز واحد من أجهزتهم.
what-is-reach = ما معنى الوصول؟
what-is-reach-text = ليس لـ Kith خادم. كلامك ينتقل من جهاز إلى جهاز كلما التقت الأجهزة. وكل جهاز يوقّع على ما وصله، وهذا التوقيع ينتقل أيضًا. فالعدد هنا هو ما قاله الآخرون بأنفسهم، وليس تخمينًا أبدًا: قد يكون أقل من الواقع، ولا يكون أكثر منه.
reach-who-not = { $count ->
    [zero] وصل كل شيء إلى الجميع
    [one] شخص واحد لم يصله كل شيء
    [two] شخصان لم يصلهما كل شيء
    [few] { $count } أشخاص لم يصلهم كل شيء
    [many] { $count } شخصًا لم يصلهم كل شيء
   *[other] { $count } شخص لم يصلهم كل شيء
}
reach-lacks = { $count ->
    [zero] لا منشور بانتظار الوصول.
    [one] منشور واحد بانتظار الوصول.
    [two] منشوران بانتظار الوصول.
    [few] { $count } منشورات بانتظار الوصول.
    [many] { $count } منشورًا بانتظار الوصول.
   *[other] { $count } منشور بانتظار الوصول.
}
reach-circle = وصل كل ما كتبته إلى { $reached } من أصل { $known } من الناس. لم يصل بعد إلى: { $names }.
others = { $count ->
    [zero] لا أحد غيرهم
    [one] شخص آخر
    [two] شخصان آخران
    [few] { $count } أشخاص آخرين
    [many] { $count } شخصاً آخر
   *[other] { $count } شخص آخر
}
reach-mid = { $reached } من { $known }
reach-mid-alone = أنت
reach-mid-text = وصلهم كل ما كتبته

mark-here = على هذا الجهاز
mark-only-here = هنا فقط
mark-some = وصل إلى { $reached } من { $known }
mark-everyone = وصل إلى كل المعروفين

ways-title = الطرق من هذا الجهاز إلى غيره
ways-near = متصل الآن: { $names }.
ways-nobody = لا أحد متصل الآن. يُستأنف الإرسال تلقائيًا حين يقترب جهاز.
way-wifi = شبكة Wi-Fi واحدة
way-wifi-text = أجهزة جماعتك على الشبكة نفسها يجد بعضها بعضًا. لا حاجة إلى الإنترنت.
way-internet = الإنترنت
way-internet-text = يُستعمل حين يتوفر. ومن ينقل البيانات يرى العناوين، ولا يرى أي كلمة.
way-off-text = غير مستعمل.
way-machine = هذا الجهاز وحده
way-machine-text = جرى تشغيل Kith بحيث لا يصل إلى شيء خارج هذا الجهاز.
way-open = مفتوح
way-closed = مغلق
network-legend = ما يُسمح باستعماله
network-online = شبكة Wi-Fi والإنترنت
network-lan = شبكة Wi-Fi فقط
network-off = لا شيء
network-changing = جارٍ تغيير الطرق…
network-fixed = جرى تشغيل Kith بهذه الشبكات. وتغييرها يكون من حيث يجري تشغيله.
data-used = منذ تشغيل Kith: الوارد { $in }، والصادر { $out }.

devices-title = أجهزتي
devices-add = إضافة جهازي
device-this = هذا الجهاز
device-other = جهاز آخر لي
device-this-text = هنا، ومحفوظ هنا.
device-connected = متصل الآن.
device-link-text = على جهازك الآخر: فتح Kith، ثم اختيار «أستخدم Kith على جهاز آخر»، ثم مسح هذا الرمز أو لصق الرابط خلال عشر دقائق.
device-link-care = من يملك هذا الرابط يدخل باسمك أنت. لا ينبغي أن يراه أحد غيرك. والرابط الجديد يُنهي الذي قبله.
device-link-field = رابط جهازك
device-in = صار جهازك هنا.
device-rename = سمِّ { $name }
device-name-title = سمِّ هذا الجهاز
device-name = اسمه
device-name-hint = لا تُظهره إلا أجهزتك. مثلًا: هاتفي.
device-remove = أزل { $name }
device-remove-text = لجهاز ضاع أو بيع أو تعطّل. لا يصله جديد من الأجهزة التي علمت بذلك. ما كتبته عليه يبقى. لتستعمله هنا من جديد، أضِفه مرة أخرى.
device-remove-go = أزل الجهاز
device-removed = أُزيل { $name } هنا. ويتبع كل جهاز حين يعلم.

invite = دعوة
invite-title = دعوة شخص
invite-text = من عنده الرابط يمكنه الانضمام خلال { $days ->
    [zero] { $days } يوم
    [one] يوم واحد
    [two] يومين
    [few] { $days } أيام
    [many] { $days } يومًا
   *[other] { $days } يوم
    }. ويكفي للدخول أن يكون جهاز أي عضو قيد التشغيل.
invite-make = إنشاء دعوة
invite-not-title = الدعوة للأعضاء فقط
invite-not = لست الآن من هذا المجتمع، فلا يمكنك إدخال غيرك. ويمكن لأحد الرعاة أو المنظمين إدخالك.
invite-until = صالحة حتى نهاية يوم { $day }. وتعمل بلا إنترنت حين تجمعكم شبكة Wi-Fi واحدة.
invite-link = الدعوة، للنسخ أو الإرسال
invite-message = تعال إلى «{ $name }» على Kith، مكاننا على أجهزتنا. افتح Kith واختر «الانضمام إلى جماعتك» والصق هناك هذه الرسالة كلها، حتى { $day }:
invite-full = عرض كبير
invite-full-title = انضم إلى { $name }
invite-full-text = يُمسح هذا الرمز بكاميرا الهاتف.
invite-full-in = { $count ->
    [one] شخص واحد في الداخل.
    [two] شخصان في الداخل.
    [few] { $count } أشخاص في الداخل.
    [many] { $count } شخصًا في الداخل.
   *[other] { $count } شخص في الداخل.
}
invite-close = إنهاء هذه الدعوة
invite-now-closed = انتهت الدعوة. والأجهزة التي لم يبلغها الخبر قد تُدخل شخصًا، فيبقى دخوله بانتظار أحد الرعاة.
invite-greeting = كلمة منك لمن يأتي
invite-greeting-hint = تُقرأ قبل الانضمام، وتنتقل داخل الرابط والرمز. ويمكن تركها فارغة.
invite-greet = إضافتها
invite-greeted = صارت في الرابط والرمز.
invite-not-greeted = لم تعد فيها كلمة.
invite-sees = ما يراه القادم الجديد
invite-sees-text = كل ما قيل للجميع هنا، منذ البداية.
qr-label = الرابط في صورة رمز لكاميرا الهاتف
qr-too-long = الرابط أطول من أن يصير رمزًا. يمكن إرساله كما هو.
