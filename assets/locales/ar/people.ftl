# الناس

people-list = الجميع
people-person = شخص
people-waiting = بانتظار أحد الرعاة
people-new = جديد هنا
people-all = من الألف إلى الياء
people-expected = سُمح لهم بالدخول ولم يصلوا بعد
people-gone = لم يعودوا هنا
decided-title = ما تقرّر بشأن الأعضاء
decided-text = يقرؤه الجميع هنا. الأحدث أولًا، والأوقات من جهاز كل واحد.
decided-older = أظهر الأقدم
decided-newer = شيء يقرؤه إصدار أحدث من Kith
decided-founded = { $by } بدأ هذا المكان
decided-let-in = { $by } أدخل { $person }
decided-let-in-again = { $by } أدخل { $person } من جديد
decided-left = { $by } غادر
decided-role = { $role ->
    [organiser] { $by } جعل { $person } منظّمًا
    [steward] { $by } جعل { $person } راعيًا
    [guest] { $by } جعل { $person } ضيفًا
   *[member] { $by } جعل { $person } عضوًا
}
decided-role-asked = { $by } يطلب ألّا يبقى { $person } منظّمًا، ويلزم اثنان
decided-raise-asked = { $by } يطلب أن يصير { $person } منظّمًا، ويلزم اثنان
decided-removed = { $by } أخرج { $person }
decided-remove-asked = { $by } يطلب إخراج { $person }، ويلزم منظّمان
decided-restored = { $by } وافق على { $person }
decided-members-invite = { $by } قرّر أن للأعضاء أن يدعوا
decided-stewards-invite = { $by } قرّر أن يدعو الرعاة والمنظّمون فقط
decided-stands-in = { $by } يعتني بهذا المكان ما دام لا منظّم يقدر
decided-stand-in-ended = { $by } عاد يعتني بهذا المكان وانتهت النيابة
decided-agreed = { $by } وافق ثانيًا على ما يخص { $person }
people-more = أشخاص آخرون
people-order = الترتيب أبجدي. لا أحد يتقدم على أحد هنا.
people-choose-title = اختيار شخص
people-choose = تظهر البطاقة هنا.
name-whole = { $name }، مختصر هنا
name-mark = لغيره هنا اسم يشبه اسمه. هذه الأرقام له وحده.
standing-waiting = بانتظار أحد الرعاة
standing-expected = سُمح له بالدخول ولم يصل بعد
standing-removed = خارج المجتمع بقرار
standing-left = غادر المجتمع
person-names = أسماء أخرى من جهاز آخر للشخص نفسه: { $names }. والاختيار لصاحب الاسم.
person-rename = تغيير اسمي
person-removed = قرار الإخراج من { $name }
person-removed-silent = لم يُذكر سبب.
person-came = طريقة الدخول
person-let-in = على يد { $name }
person-founded = تأسيس هذا المكان
person-heard = الأخبار
person-reach = كلامك
person-has-all = وصل كل ما كتبته.
person-silent = ليس لك منشور هنا.
person-lacks = { $count ->
    [zero] وصل كل ما كتبته.
    [one] منشور واحد لك لم يصل بعد.
    [two] منشوران لك لم يصلا بعد.
    [few] { $count } منشورات لك لم تصل بعد.
    [many] { $count } منشورًا لك لم تصل بعد.
   *[other] { $count } منشور لك لم تصل بعد.
}
person-devices = الأجهزة
person-topics = آخر المواضيع
person-deeds = الرعاية
person-deeds-text = يمكن للجميع أن يروا من فعل ماذا.
person-make = منح دور { role-one }
person-restore = إدخال
person-bring-back = إعادة
person-remove = إخراج
person-now-in = { $name } من المجتمع الآن.
person-now-removed = { $name } خارج المجتمع هنا. وكل جهاز آخر يتبع حين يبلغه الخبر.
person-now-asked = طلبت ذلك. يلزم منظّم ثانٍ، وسيجده في صفحة اليوم.
person-asked = { $name } يطلب إخراجه أو نزع التنظيم منه
person-asked-raise = { $name } يطلب أن يصير منظّمًا
person-asked-text = يلزم منظّم ثانٍ يريد ذلك أيضًا.
person-now-role = دور { $name } الآن: { role-one }.
remove-title = إخراج { $name }؟
remove-text = لا يصل إلى هذا الشخص جديد من الأجهزة التي بلغها الخبر. وما كتبه من قبل يبقى. ويمكن لأحد الرعاة أن يعيده. ومن لديه دعوة مفتوحة يمكنه الدخول بها من جديد: يمكن إنهاؤها في «الوصول».
remove-why = لماذا؟
remove-why-hint = يقرؤه هو أيضًا، وكل من هنا.
remove-next = التالي
remove-back = غيّر السبب
remove-reads = سيقرأ { $name } وكل من هنا:
role-title = منح { $name } دور { role-one }؟
role-means = { $role ->
    [steward] الراعي يعتني بالناس: يُدخل القادمين المنتظرين، ويمكنه إخراج شخص.
    [organiser] المنظّم يستطيع كل ما يستطيعه الراعي، ويقرر من يعتني بهذا المكان.
   *[member] العضو يقرأ ويكتب ويُدخل غيره.
}
