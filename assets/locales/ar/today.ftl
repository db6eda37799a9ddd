# اليوم

today-lead = { $count ->
    [zero] لا شيء بانتظارك، { $name }.
    [one] شيء واحد بانتظارك، { $name }. والباقي يمكنه الانتظار.
    [two] شيئان بانتظارك، { $name }. والباقي يمكنه الانتظار.
    [3] ثلاثة أشياء بانتظارك، { $name }. والباقي يمكنه الانتظار.
    [few] { $count } أشياء بانتظارك، { $name }. والباقي يمكنه الانتظار.
    [many] { $count } شيئًا بانتظارك، { $name }. والباقي يمكنه الانتظار.
   *[other] { $count } شيء بانتظارك، { $name }. والباقي يمكنه الانتظار.
}
today-lead-first = أهلاً { $name }. هنا سيظهر ما ينتظرك.
today-more-new = { $count ->
    [zero] لا مواضيع أخرى فيها جديد
    [one] موضوع آخر فيه جديد
    [two] موضوعان آخران فيهما جديد
    [few] { $count } مواضيع أخرى فيها جديد
    [many] { $count } موضوعاً آخر فيها جديد
   *[other] { $count } موضوع آخر فيها جديد
}
notices-why = وصل جديد
notices-ask = هل ينبّهك هذا الجهاز عند وصول جديد وأنت تنظر إلى شيء آخر؟
notices-let = نعم، أريد التنبيه
notices-never = لا، أبداً
notices-given = عليه أن ينبّهني إلى الجديد
notices-none = عليه ألا ينبّهني إلى شيء
notices-unasked = لم يُسأل هذا المتصفح بعد، فلا تنبيه حتى الآن.
notices-granted = هذا المتصفح يسمح لـ Kith بتنبيهك.
notices-unable = هذا المتصفح لا يستطيع تنبيهك إلى شيء. الجديد معلَّم على الصفحة.
notices-denied = هذا المتصفح يحجب تنبيهات Kith. لتغيير ذلك، اضغط العلامة بجانب عنوان الصفحة واسمح بالإشعارات هناك.
notice-said = كتب { $name } في «{ $topic }»
nav-unread = فيها جديد
reach-last = آخر منشور لك: في الطريق إلى { $left }؛ وكل ما قبله وصل إلى الجميع
reach-last-brief = آخر منشور لك في الطريق إلى { $left }
reach-last-and-before = آخر منشور لك: في الطريق إلى { $left }؛ وكل ما قبله: { $before } من { $known }
settings-notices = التنبيه
settings-notices-when = حين تنظر إلى شيء آخر، هذا الجهاز
settings-quiet-from = هدوء من الساعة
settings-quiet-until = هدوء حتى الساعة
settings-quiet-never = أبداً
settings-quiet-hint = في ساعات الهدوء لا تنبيه. كل شيء موجود حين تنظر.
mute-topic = لا تنبّهني إلى هذا الموضوع
unmute-topic = نبّهني إلى هذا الموضوع من جديد
mute-channel = لا تنبّهني إلى هذه القناة
unmute-channel = نبّهني إلى هذه القناة من جديد
mute-person = لا تنبّهني إلى ما يكتبه هذا الشخص
unmute-person = نبّهني إلى ما يكتبه هذا الشخص من جديد
muted-now = لن يصلك تنبيه. يبقى معروضاً ضمن الجديد.
unmuted-now = سيصلك التنبيه من جديد.
trouble-muted-many = { $most } موضوع وشخص بلا تنبيه بالفعل. لم يتغير شيء. يمكن إعادة التنبيه لبعضها أولاً.
today-waiting = بانتظارك
today-new = جديد عليك
today-seen = رأيت كل شيء
today-joined = انضمام جديد: { $name }
today-more-joined = { $count ->
    [zero] لم ينضم أحد آخر
    [one] انضم شخص آخر
    [two] انضم شخصان آخران
    [few] انضم { $count } أشخاص آخرين
    [many] انضم { $count } شخصاً آخر
   *[other] انضم { $count } شخص آخر
}
today-joined-by = أدخله { $name }.
today-joined-text = كلمة ترحيب منك تُشعر القادم بأن أحدًا رآه.
today-end = هذا كل شيء الآن.
today-caught-up = لم يفتك شيء.
today-rest = الباقي يمكنه الانتظار.
ask-quoted = رد عليك من { $name }
greeting-by = دعوة من { $name }. تقول الدعوة:
greeting-plain = دعوة من { $name }.
greeting-nothing = ألقِ التحية ليعرف الناس أنك هنا.
greeting-here = تقول الدعوة:
greeting-new = أنت جديد هنا.
greeting-hello = إلقاء التحية
greeting-look = نظرة أولًا
ask-vouch-why = قادم جديد في الانتظار
ask-vouch = { $name } بانتظار الدخول. هل بينكما معرفة؟
ask-vouch-act = عرض
ask-second-why = { $by } يسألك بصفتك منظّمًا
ask-second = هل يُنزع التنظيم من { $name } أو يُخرَج؟ يلزم منظّمان.
ask-second-raise = هل يصير { $name } منظّمًا؟ يلزم منظّمان.
ask-versions-why = منشور تغيّر على جهازين من أجهزتك، كل منهما على حدة
ask-versions-act = اختيار واحدة
ask-put-back-why = أُعيد هذا الجهاز من نسخة أقدم
ask-put-back = دعه يلتقي بالآخرين: ينقصه قرار اتخذته عليه.
ask-put-back-text = ما تستطيع قراءته آمن. وحين يعيد الآخرون ما ينقص يمكنك أن تدعو وتقرر من جديد. وإن لم يكن عند أحد فتابع من دونه.
ask-put-back-meet = من يمكن لقاؤه
ask-put-back-act = المتابعة من دونه
ask-alone-why = { $people ->
    [zero] لا أحد هنا بعد سواك
    [one] شخص واحد، ولا راعي سواك
    [two] شخصان، ولا راعي سواك
    [few] { $people } أشخاص، ولا راعي سواك
    [many] { $people } شخصًا، ولا راعي سواك
   *[other] { $people } شخص، ولا راعي سواك
}
ask-alone = من الأفضل تسمية راعٍ ثانٍ، تحسبًا لضياع جهازك.
ask-alone-act = اختيار شخص
first-title = الخطوات الأولى
first-invite-why = أنت أول من هنا
first-invite = إدخال شخص سهل: يكفي أن يرى رمزًا على جهازك.
first-topic-why = لم يُقل شيء بعد
first-topic = من المفيد بدء موضوع، ليجد القادم شيئًا.
