# الإعدادات

settings-me = أنت هنا
settings-alike = يراك الآخرون باسم { $name }، فلغيرك هنا اسم يشبهه.
settings-face = ألوان وجهك صُنعت لك، وهي نفسها على كل جهاز.
settings-name = بمَ يناديك الناس
settings-name-keep = حفظ هذا الاسم
settings-named = تغيّر الاسم.
settings-emblem = على وجهك
settings-emblem-keep = حفظ هذا الوجه
settings-emblem-kept = تغيّر وجهك.
emblem-none = الحروف الأولى
emblem-sun = شمس
emblem-moon = قمر
emblem-star = نجمة
emblem-bird = طائر
emblem-fish = سمكة
emblem-flower = زهرة
emblem-palm = نخلة
emblem-drum = طبل
emblem-book = كتاب
emblem-mountain = جبل
emblem-flame = شعلة
emblem-feather = ريشة
settings-community = اسم هذا المجتمع
settings-community-hint = يرى الجميع تغيّره.
settings-language = اللغة
settings-speaks = لغة التطبيق
settings-as-device = مثل هذا الجهاز
settings-reading = القراءة
settings-sample = بئر طريق أوموغوما متوقفة منذ أغسطس. { "\u2066" }Ụmụ nwaanyị ga-ebu ụzọ jụọ.{ "\u2069" }
settings-text = حجم النص
text-normal = عادي
text-large = كبير
text-larger = أكبر
text-largest = الأكبر
settings-letters = كلام الناس بخط
letters-book = خط الكتب
letters-plain = خط بسيط
settings-light = الإضاءة
light-device = مثل هذا الجهاز
light-day = نهار
light-dusk = غسق
settings-movement = الحركة
movement-gentle = هادئة
movement-none = بلا حركة
settings-writing = الكتابة
settings-enter = في الرد، مفتاح الإدخال
settings-enter-hint = ‏Shift مع مفتاح الإدخال يبدأ دائمًا سطرًا جديدًا.
enter-device = كالمعتاد على هذا الجهاز
enter-send = يرسل
enter-line = يبدأ سطرًا جديدًا
settings-customs = كيف نتحدث هنا
settings-customs-reactions = تفاعلات بلمسة واحدة
settings-customs-hint = رمز تعبيري أو كلمة قصيرة لكل منها. الأول يظهر بجانب كل كلام. اترك الكل فارغًا للتفاعلات المعتادة.
settings-customs-one = التفاعل { $at }
settings-customs-answer = يظهر على السؤال «لا رد بعد» بعد
settings-customs-keep = حفظ
settings-customs-kept = حُفظ. يراه الآخرون حين تعلم به أجهزتهم.
customs-after = { $hours ->
    [0] لا وقت
    [1] ساعة
    [24] يوم
    [72] ثلاثة أيام
    [168] أسبوع
   *[other] { $hours } ساعة
}
settings-leave = المغادرة
settings-about = هذا الجهاز
settings-data = البيانات
settings-data-text = لا تنتقل إلا الكلمات. المنشور القصير نحو 3 كيلوبايت من جهاز إلى آخر. والشبكات المسموح بها تُختار في «الوصول».
settings-version = الإصدار { $version }. ما زال قيد البناء: ليس بعد مكانًا لما لا يُعوَّض.
settings-decided = من ينتمي
settings-decided-text = من أُدخل أو أُخرج أو أُعطي دورًا، ومن فعل ولماذا.
settings-safety = الأمان
settings-safety-text = كل شيء في مجلد لا يفتحه غيرك. ومن يجد هذا الجهاز غير مقفل يمكنه قراءة ما هنا.
leave-title = مغادرة { $name }
leave-text = ما كتبته يبقى. تسري المغادرة الآن، بلا شبكة: يعرف الآخرون حين يبلغهم الخبر. وللعودة، تلزم دعوة جديدة.
leave-go = مغادرة
leave-stay = بقاء
settings-forget = على هذا الجهاز
forget-title = إزالة { $name } من هذا الجهاز؟
forget-why = كل ما قيل حتى الآن ما زال هنا. يمكن إبقاؤه للقراءة، أو إزالته من هذا الجهاز.
forget-text = يزول كل ما فيه من هذا الجهاز، وتحتفظ أجهزة الآخرين بما لديها. للعودة تلزم دعوة، وتكون العودة كشخص جديد.
forget-unheard = إن لم يقترب أي جهاز منذ مغادرتك، فلن يعلم بها أحد.
forget-go = إزالة
