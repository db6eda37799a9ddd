# الحوار

talk-topics = المواضيع
talk-topic = موضوع
talk-new = موضوع جديد
talk-all = الكل
talk-unread = غير مقروءة
talk-more = مواضيع أخرى
talk-unanswered = بلا رد
talk-open = مفتوحة
talk-show = عرض
talk-order = أحدث كلام أولًا، والترتيب واحد عند الجميع.
talk-none-such = لا موضوع هنا بهذه الصفة.
talk-empty-title = لا مواضيع بعد
talk-empty = لم يبدأ أحد هنا موضوعًا، أو أُزيل ما بدأ. السؤال بداية حسنة.
talk-choose-title = اختيار موضوع
talk-choose = ما يقال فيه يظهر هنا.
topic-untitled = موضوع عنوانه ليس هنا
topic-settled = محسوم
topic-unanswered = لا رد بعد
topic-asks = سؤال
topic-draft = مسودة
topic-muted = لا يصلك تنبيه عنه
topic-started = بدأه { $name }، { $when }
topic-menu = ما يمكنك فعله بهذا الموضوع
topic-settle = اعتباره محسومًا
topic-reopen = إعادة فتحه
topic-retitle = تغيير العنوان
topic-now-settled = الموضوع محسوم.
topic-now-open = الموضوع مفتوح من جديد.
topic-both = هناك من يراه محسومًا، وهناك من يراه مفتوحًا. ومن يختار يفصل بين الاثنين.
topic-other-title = له عنوان آخر: { $title }
topic-only-title = ليس هنا بعد إلا عنوان. الكلمات الأولى لك.
topic-posts = المنشورات، بترتيب الزمن
topic-new-from = جديد عليك
topic-new-above = { $count } جديد أعلاه
topic-new-below = { $count } جديد أدناه
topic-to-end = إلى الأحدث
topic-news = { $count ->
    [zero] لا منشورات جديدة
    [one] منشور جديد
    [two] منشوران جديدان
    [few] { $count } منشورات جديدة
    [many] { $count } منشورًا جديدًا
   *[other] { $count } منشور جديد
}
new-topic-title = بدء موضوع
new-topic-hello = تحية من { $name }
new-topic-welcome = أهلًا وسهلًا، { $name }
new-topic-about = عمَّ يدور؟
new-topic-about-hint = الأفضل أن يكون سؤالًا.
new-topic-words = الكلمات الأولى
new-topic-channel = إلى أي قناة ينتمي؟
new-topic-nowhere = بلا قناة
new-topic-asks = أريد جوابًا
new-topic-asks-hint = إذا لم يرد أحد بعد { $after } يظهر بين المواضيع التي بلا رد.
new-topic-start = بدء الموضوع

post-you = { " " }(أنت)
post-edited = معدَّل
post-late = بعد الإزالة
post-came-late = وصل متأخرًا
post-first = أول كلماته هنا
post-erased = سُحبت هذه الكلمات.
post-deleted = حُذف هذا.
post-not-here = الكلمات ليست هنا بعد. تصل حين يقترب جهاز يحملها.
post-gone = كلمات لم تعد هنا
post-quote-missing = منشور ليس هنا بعد
post-history = { $count ->
    [zero] بلا تعديل
    [one] قبل التعديل
    [two] قبل التعديلين
    [few] قبل { $count } تعديلات
    [many] قبل { $count } تعديلًا
   *[other] قبل { $count } تعديل
}
post-menu = ما يمكنك فعله بهذا المنشور
post-more = الرد على { $name }، أو غير ذلك
post-edit = تعديل كلامي
post-delete = حذف
post-undelete = إرجاع
post-now-deleted = تم الحذف.
post-now-erased = سُحب هنا. وكل جهاز آخر يمحوه حين يبلغه الخبر.
react-same = وأنا كذلك
react-heard = سمعتك
react-thanks = شكرًا
react-idea = فكرة جيدة
emoji-1f600 = ضحكة
emoji-1f602 = دموع الفرح
emoji-1f60a = ابتسامة
emoji-1f60d = إعجاب شديد
emoji-1f914 = تفكير
emoji-1f62e = دهشة
emoji-1f622 = حزن
emoji-1f621 = غضب
emoji-1f64f = كفّان مضمومتان
emoji-1f44f = تصفيق
emoji-1f4aa = قوة
emoji-1f44b = تلويح
emoji-1f44d = إبهام مرفوع
emoji-1f44e = إبهام منخفض
emoji-2705 = تم
emoji-274c = علامة خطأ
emoji-2753 = سؤال
emoji-1f389 = احتفال
emoji-1f525 = نار
emoji-1f331 = نبتة
emoji-2615 = مشروب ساخن
emoji-1f372 = قدر طعام
emoji-1f4a7 = قطرة ماء
emoji-1f3e0 = بيت
emoji-2b50 = نجمة
emoji-2764 = قلب
channels = القنوات
channels-count = { $count ->
    [0] القنوات
   *[other] القنوات · { $count }
}
channel-new = قناة جديدة
channel-what = القناة مكان للحديث العفوي، وإليها تنتمي مواضيع من نوع واحد.
channel-name = ما اسمها؟
channel-name-hint = كلمة أو كلمتان، مثل الماء أو الجوقة.
channel-make = إنشاء القناة
channel-rename = تغيير اسم القناة
channel-remove = إزالة القناة
channel-remove-title = إزالة { $name }؟
channel-remove-text = تبقى مواضيعها بلا قناة، ويبقى ما قيل في حديثها موضوعًا. يمكن إعادتها.
channel-now-removed = أُزيلت القناة.
channel-unnamed = قناة اسمها ليس هنا
channel-quiet = لم يقل أحد شيئًا بعد.
channel-talk = حديث
channel-open = فتح الحديث
channel-no-topics = لا موضوع في هذه القناة بعد.
channel-empty = لم يقل أحد شيئًا هنا بعد. ابدأ بالتحية.
channel-started = أنشأ القناة { $name }، { $when }
react-title = تفاعل
react-say = قول: { $what }
react-any = تفاعل آخر
react-other = رمز تعبيري آخر
react-give = إضافته

composer-label = الرد في هذا الموضوع
composer-words = كلامك
composer-write = كتابة رد
composer-talk = قل شيئًا
composer-send = إرسال إلى الجميع هنا
composer-answers = رد على { $name }:
composer-unquote = ترك هذا الاقتباس
composer-closed = لا يمكنك الكتابة هنا الآن. ما هو هنا يبقى متاحًا للقراءة.
composer-unsent = لم يُرسل بعد. يبقى هنا.
composer-again = إعادة المحاولة

edit-title = تعديل كلامي
edit-words = كلامك
edit-hint = يمكن للجميع أن يروا أنه تعدّل، وكيف كان من قبل.
edit-keep = حفظ
delete-title = حذف هذا الكلام؟
delete-everywhere = سحبه من أجهزة الجميع
delete-everywhere-text = إذا سُحب من أجهزة الجميع خرج الكلام من هذا الجهاز الآن، ومن كل جهاز آخر حين يبلغه الخبر. ولا يمكن إرجاعه.
delete-mark = وضع علامة الحذف فقط
delete-mark-text = إذا وُضعت عليه العلامة فقط بقي على الأجهزة ولا يُعرض. ويمكنك إرجاعه.
erase-honest = ربما قرأه أحد أو نسخه من قبل. ولا يستطيع أي تطبيق أن يمحو ذلك.
versions-text = هذا المنشور من { $name } تعدّل على جهازين، كل منهما على حدة. النسختان محفوظتان إلى أن تُختار واحدة.
versions-choose = اختيار هذه
