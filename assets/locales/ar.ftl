# Kith بالعربية. جمل قصيرة بصيغة الحاضر، بلا أمر وبلا تذكير أو تأنيث للقارئ. ما جرى، وما هو محفوظ، وما يمكن فعله.
# ما يلي `.terminal` يضيفه سطر الأوامر.

## متاعب

trouble-closing = برنامج Kith يُغلق الآن. ما تأكّد من قبل محفوظ. يمكن فتحه مجددًا وإعادة المحاولة.
trouble-stopped = توقف Kith قبل أن يجيب. كل ما أكّده محفوظ. من الأفضل التحقق مما حدث قبل إعادة الطلب.
trouble-broke = تعطّل شيء في Kith. ما تأكّد من قبل محفوظ. نرجو إخبار فريق Kith بما كان يجري.
trouble-not-allowed = دورك هنا لا يسمح بذلك. لم يتغير شيء. يمكنك سؤال أحد المنظمين أو الرعاة.
trouble-not-active = لا يمكنك الكتابة هنا: دخولك بانتظار أحد الرعاة، أو غادرت المجتمع، أو أُخرجت منه. ما هو هنا يبقى متاحًا للقراءة.
trouble-needs-newer = هذا المجتمع يحتاج إلى إصدار أحدث من Kith. يمكنك قراءة كل شيء. بعد تحديث Kith تعود إليك الكتابة.
trouble-restored = أُعيد هذا الجهاز من نسخة أقدم، وينقصه قرار اتخذته عليه. ما تستطيع قراءته آمن. دعه يلتقي بالآخرين من هذا المجتمع، ثم حاول مجددًا. وإن لم يكن الناقص عند أحد فصفحة «اليوم» تتيح لك المتابعة من دونه.
    .terminal = الأمر «kith device go-on» يتابع من دونه.
trouble-too-large = هذا أطول من أن يُحفظ. لم يتغير شيء. يمكن اختصاره.
trouble-unwritable = تعذرت كتابة هذا ({ $why }). لم يتغير شيء. يمكن إعادة المحاولة.

trouble-home-newer = كُتب مجلد Kith هذا بإصدار أحدث. لم يتغير شيء. يلزم تحديث Kith لفتحه.
trouble-home-damaged = جزء من مجلد Kith هذا تالف ({ $what }). لم يتغير شيء. ما وصل إلى أجهزتك الأخرى وإلى الناس المتصلين بك ما زال عندهم: من الأفضل إبقاء هذا المجلد كما هو، ويمكنك العودة إلى المجتمع من جهاز آخر.
trouble-home-held = المجلد { $home } مفتوح في تشغيل آخر لبرنامج Kith. لم يتغير شيء. يمكن استعمال ذاك، أو إيقافه ثم إعادة المحاولة.
trouble-home-silent = المجلد { $home } مفتوح في تشغيل آخر لبرنامج Kith، وهو لا يجيب عند { $socket }. لم يتغير شيء. يمكن انتظار انتهائه، أو إيقافه، ثم إعادة المحاولة.
trouble-home-full = القرص الذي يحوي { $home } ممتلئ. ما هو موجود يمكن قراءته؛ ولا يمكن حفظ شيء جديد. يكفي إخلاء بضعة ميغابايت هناك، من سلة المحذوفات أو التنزيلات. ثم يواصل Kith تلقائيًا.
trouble-home-read-only = لا يمكن كتابة شيء في { $home } ‏({ $why }). ما هو موجود يمكن قراءته؛ ولا يمكن حفظ شيء جديد. ينبغي أن يُسمح لحسابك بالكتابة هناك. ثم يواصل Kith تلقائيًا.
trouble-home-gone = { $home } لم يعد موجودًا. ما هو مفتوح يمكن قراءته؛ ولا يمكن حفظ شيء جديد. ينبغي إعادته إلى مكانه، أو وصل القرص من جديد. ثم يواصل Kith تلقائيًا.
trouble-home-unusable = لا يستطيع Kith أن يحفظ شيئًا في { $home } ({ $why }). لم يتغير شيء. يلزم إخلاء مساحة هناك، أو اختيار مكان آخر.
    .terminal = الخيار { "\u2066" }--home{ "\u2069" } يحدد مكانًا آخر.
trouble-database-damaged = قاعدة البيانات في مجلد Kith هذا تالفة. لم يتغير شيء. ما وصل إلى أجهزتك الأخرى وإلى الناس المتصلين بك ما زال عندهم: من الأفضل إبقاء هذا المجلد كما هو، ويمكنك العودة إلى المجتمع من جهاز آخر.
trouble-database-empty = قاعدة البيانات { $file } فارغة: لم يبدأ فيها مجتمع قط، أو انقطع ملفها فتلف. لم يتغير شيء. يمكن إعادة نسخة من الملف إلى مكانه، أو العودة إلى المجتمع برابط.
trouble-database-gone = الملف الذي يُحفظ فيه هذا المجتمع لم يعد في مكانه، لذلك لم يُحفظ هذا. ما هو مفتوح ما زال يمكن قراءته. ينبغي إعادة الملف، من سلة المحذوفات أو من نسخة. ثم يواصل Kith تلقائيًا.
trouble-database-refused = رفضت قاعدة البيانات ({ $why }). لم يتغير شيء. يمكن إعادة المحاولة.
trouble-disk-full = القرص ممتلئ، لذلك لم يُحفظ هذا. ما حُفظ من قبل آمن ويمكن قراءته. يكفي إخلاء بضعة ميغابايت حيث يحفظ Kith بياناته (بإفراغ سلة المحذوفات أو نقل فيلم) ثم المحاولة من جديد.
trouble-disk-read-only = القرص لا يقبل شيئًا جديدًا، لذلك لم يُحفظ هذا. ما حُفظ من قبل آمن ويمكن قراءته. ينبغي أن يُسمح لهذا الجهاز بالكتابة هناك مجددًا ثم المحاولة مرة أخرى.
trouble-disk-refused = رفض القرص، فلم يُحفظ هذا. ما حُفظ من قبل سليم. يلزم فحص القرص ثم إعادة المحاولة.
trouble-no-randomness = لم يعط النظام أرقامًا عشوائية ({ $why }). لم يتغير شيء. يمكن إعادة المحاولة.

trouble-no-community-yet = لا مجتمع هنا بعد. يمكنك إنشاء مجتمع، أو الانضمام إلى مجتمع برابط.
    .terminal = للإنشاء: «kith new NAME --as ME»، وللانضمام: «kith join LINK --as ME».
trouble-which-community = هنا أكثر من مجتمع. أيها المقصود؟
    .terminal = يُحدَّد بالخيار { "\u2066" }--community NAME-OR-ID{ "\u2069" }، والأمر «kith communities» يعرض القائمة.
trouble-communities-alike = هنا أكثر من مجتمع اسمه «{ $named }». يمكن استعمال المعرّف بدل الاسم.
trouble-no-community = لا مجتمع هنا اسمه «{ $named }».
    .terminal = الأمر «kith communities» يعرض ما هو موجود.
trouble-no-community-some-unread = لا مجتمع هنا اسمه «{ $named }». وتعذر فتح أحد المجتمعات: ملفه تالف أو فارغ. لم يتغير شيء.
    .terminal = الأمر «kith doctor» يوضح أكثر.
trouble-community-unopened = تعذر فتح المجتمع ({ $why }). لم يتغير شيء. يمكن إعادة المحاولة.

trouble-link-foreign = هذا ليس رابط Kith. لم يتغير شيء. رابط Kith يبدأ بـ «{ "\u2066" }kith:{ "\u2069" }».
trouble-link-broken = هذا الرابط تالف أو ناقص. لم يتغير شيء. يمكن نسخه كاملًا، أو طلبه من جديد.
trouble-link-newer = هذا الرابط من إصدار أحدث من Kith. لم يتغير شيء. يمكن استعماله بعد تحديث Kith.
trouble-link-for-device = هذا الرابط لجهاز ثانٍ للشخص نفسه. لم يتغير شيء. مكانه تحت «أستخدم Kith على جهاز آخر».
    .terminal = يُستعمل مع «kith device join».
trouble-link-for-newcomer = هذا الرابط دعوة لشخص جديد. لم يتغير شيء. مكانه تحت «الانضمام إلى جماعتك».
    .terminal = يُستعمل مع «kith join LINK --as ME».
trouble-join-without-network = لا يُسمح لـ Kith هنا بأي شبكة، ولا بد من شبكة للوصول إلى من يُدخلك. لم يتغير شيء. يلزم السماح له بشبكة، ثم فتح الرابط نفسه من جديد.
    .terminal = يلزم تشغيله من دون { "\u2066" }«--net off»{ "\u2069" }.
trouble-join-already = أنت من هذا المجتمع بالفعل. لم يتغير شيء.
trouble-join-waiting = دخولك بانتظار موافقة أحد الرعاة. لم يتغير شيء. يمكنك سؤال أحدهم.
trouble-join-removed = أُخرجت من هذا المجتمع، فلا يكفي رابط للعودة إليه. العودة بيد أحد المنظمين أو الرعاة.
trouble-join-nobody = تعذر في هذا الوقت الوصول إلى أي شخص يمكنه إدخالك. لم يُفقد شيء: يحتفظ Kith بالدعوة ويواصل الطلب كلما كان مفتوحًا. يساعد أن تجمعك شبكة واحدة مع صاحب الدعوة، وKith مفتوح عنده.
    .terminal = يكفي أن يبقى “kith run” أو “kith” يعمل حتى يتم الدخول؛ ويوقفه “kith forget”.
trouble-join-impostor = الجهاز الذي أجاب ليس من مجتمع هذا الرابط. تعذر دخولك. يمكنك طلب رابط جديد من شخص موثوق.
trouble-join-ended = توقف Kith عن البحث عمّن يُدخلك. لم يضع شيء. يمكن استعمال الرابط نفسه من جديد.
trouble-refused-unknown = الجهاز الذي أجاب لا يعرف هذه الدعوة، أو لم يبلغه خبرها بعد. تعذر دخولك. يواصل Kith الطلب كلما كان مفتوحًا؛ وإذا طال الأمر يمكنك طلب رابط جديد.
trouble-refused-closed = هذه الدعوة أُغلقت. تعذر دخولك. يمكنك طلب رابط جديد.
trouble-refused-expired = تعذر دخولك: كانت الدعوة صالحة حتى { $until_ms }، وساعة الجهاز الذي أجاب تشير إلى { $theirs_ms }. وساعة هذا الجهاز تشير إلى { $here_ms }. إذا كانت إحداهما خاطئة فيمكن ضبطها ثم استعمال الرابط نفسه مجددًا؛ وإلا يمكنك طلب رابط جديد.
trouble-refused-proof = هذا الرابط لا يطابق الدعوة. تعذر دخولك. يمكنك طلب رابط جديد.
trouble-refused-may-not = صاحب الجهاز الذي أجاب لا يُسمح له بإدخال أحد. تعذر دخولك. يواصل Kith سؤال غيره كلما كان مفتوحًا؛ وإذا طال الأمر يمكنك طلب رابط جديد من أحد الأعضاء.

trouble-days-out-of-range = مدة الدعوة من يوم واحد إلى { $most ->
    [zero] { $most } يوم
    [one] يوم واحد
    [two] يومين
    [few] { $most } أيام
    [many] { $most } يومًا
   *[other] { $most } يوم
    }. لم يتغير شيء. يمكن اختيار مدة أخرى.
trouble-no-person = لا أحد هنا معرّفه «{ $person }». لم يتغير شيء.
    .terminal = الأمر «kith people» يعرض الجميع.
trouble-nobody-called = لا أحد هنا اسمه «{ $person }». لم يتغير شيء. يمكن استعمال الاسم أو المعرّف كما في قائمة الناس.
    .terminal = الأمر «kith people» يعرض الجميع.
trouble-several-called = { $count ->
    [zero] لا أحد هنا اسمه «{ $person }».
    [one] شخص واحد هنا اسمه «{ $person }».
    [two] شخصان هنا اسمهما «{ $person }».
    [few] { $count } أشخاص هنا اسمهم «{ $person }».
    [many] { $count } شخصًا هنا اسمهم «{ $person }».
   *[other] { $count } شخص هنا اسمهم «{ $person }».
    } لم يتغير شيء. يمكن استعمال المعرّف بدل الاسم: هو في قائمة الناس.
    .terminal = الأمر «kith people» يعرض الجميع.
trouble-role-already = هذا الشخص له هذا الدور بالفعل. لم يتغير شيء.
trouble-no-device = لا جهاز لك باسم «{ $device }». لم يتغيّر شيء. استعمل اسمه أو معرّفه.
    .terminal = «kith devices» يسردها.
trouble-several-devices = لك { $count } من الأجهزة يوافقها «{ $device }». لم يتغيّر شيء. اكتب أكثر من المعرّف.
    .terminal = «kith devices» يسردها.
trouble-device-this = هذا هو الجهاز نفسه. لم يتغيّر شيء. أزله من جهاز آخر لك، أو غادر.
trouble-device-no-effect = سيبقى الجهاز معدودًا. لم يتغيّر شيء. أعد المحاولة بعد أن يسمع هذا الجهاز من غيره.
trouble-role-waiting = ما زال ينتظر القبول. لم يتغيّر شيء. اقبله أولًا ثم أعطه دورًا.
trouble-role-gone = لم يعد عضوًا. لم يتغيّر شيء. أعده أولًا.
trouble-role-only-organiser = أنت المنظّم الوحيد هنا، ولا بدّ من منظّم. لم يتغيّر شيء. اجعل غيرك منظّمًا أولًا.
trouble-role-no-effect = لن يصير له هذا الدور بذلك. لم يتغيّر شيء. انظر ما تقرّر بشأنه: لغيرك رأي فيه.
trouble-remove-no-effect = سيبقى عضوًا. لم يتغيّر شيء. انظر ما تقرّر بشأنه: لغيرك رأي فيه.
trouble-restore-no-effect = لن يصير عضوًا بذلك. لم يتغيّر شيء. اسأل منظّمًا.
trouble-leave-only-organiser = أنت المنظّم الوحيد هنا، وآخرون باقون. لم يتغيّر شيء. اجعل غيرك منظّمًا أولًا ثم غادر.
trouble-leave-no-effect = ستبقى عضوًا. لم يتغيّر شيء. اسأل منظّمًا.
trouble-second-asked = طلبت ذلك من قبل، ويلزم منظّم ثانٍ. لم يتغيّر شيء.
trouble-remove-oneself = لا يمكنك إخراج نفسك. لم يتغير شيء. للذهاب، يمكنك مغادرة المجتمع.
    .terminal = الأمر لذلك «kith leave».
trouble-remove-already = هذا الشخص لم يعد من المجتمع. لم يتغير شيء.
trouble-restore-left = هذا الشخص غادر باختياره، وعودته بدعوة. لم يتغير شيء.
trouble-restore-belongs = هذا الشخص من المجتمع بالفعل. لم يتغير شيء.
trouble-forget-belongs = أنت من هذا المجتمع أو بانتظار القبول فيه. لم يتغير شيء. المغادرة أولًا، ثم إزالته من هذا الجهاز.
trouble-forget-files = لم يعد معروضًا، لكن تعذّر حذف ملفاته كلها ({ $why }). يُعاد تشغيل Kith، وإن ظهر من جديد فيُزال مرة أخرى.

trouble-no-topic = لا موضوع هنا معرّفه «{ $topic }». ربما لم يصل بعد.
    .terminal = الأمر «kith topics» يعرض الموجود هنا.
trouble-topic-not-here = لا موضوع «{ $id }» هنا. لم يتغير شيء. ربما لم يصل بعد.
trouble-post-not-here = لا منشور «{ $id }» هنا. لم يتغير شيء. ربما لم يصل بعد.
trouble-post-deleted = هذا المنشور محذوف من قبل. لم يتغير شيء.
trouble-post-erased = هذا المنشور مسحوب من قبل. لم يتغير شيء.
trouble-post-of-another = هذا المنشور كتبه شخص آخر، { $author }، ولا يغيّر المنشور إلا من كتبه. لم يتغير شيء.
trouble-post-empty = لا كلمات فيه. لم يُنشر شيء. تلزم كتابة شيء أولًا.
trouble-post-long = أقصى طول للمنشور { $most } بايت، وطول هذا { $has }. لم يُنشر شيء. يمكن اختصاره أو قسمته إلى اثنين.
trouble-customs-many = يمكن اختيار { $most } تفاعلات على الأكثر، وهذه { $has }. لم يتغير شيء. احذف بعضها.
trouble-customs-long = يمكن أن ينتظر السؤال { $most } ساعة على الأكثر، وهذه { $has }. لم يتغير شيء. اختر وقتًا أقصر.
trouble-channel-already = توجد هنا قناة «{ $name }» بالفعل. لم يتغير شيء. يمكن استخدامها أو اختيار اسم آخر.
trouble-channel-not-here = لا قناة «{ $name }» هنا. لم يُنشر شيء. يمكن اختيار قناة موجودة أو إنشاؤها أولاً.
    .terminal = الأمر «kith topics» يعرض القنوات، والأمر «kith topic channel NAME» ينشئ واحدة.
trouble-drafts-many = في { $most } موضع كلمات لم تُرسل بعد، ولا يُحفظ أكثر منها. ما كُتب هنا على الشاشة فقط: يمكن إرساله أو نسخه، ثم إرسال الأقدم أو إفراغه.
trouble-seen-many = أقصى ما يوسم بأنه مقروء دفعة واحدة { $most } منشور، وفي هذا { $has }. لم يتغير شيء.
channel-first = حديث مفتوح
trouble-quotes-many = أقصى ما يقتبسه المنشور من غيره { $most }، وفي هذا { $has }. لم يُنشر شيء. يمكن تقليل الاقتباسات.
trouble-reaction-odd = التفاعل رمز تعبيري واحد، أو كلمة قصيرة لا تتجاوز { $most } بايت. لم يتغير شيء. يمكن اختيار تفاعل آخر.
trouble-emblem-unknown = لا توجد علامة كهذه. لم يتغير شيء. يمكن اختيار واحدة مما هو معروض.
trouble-resolved-already = هذا الموضوع محسوم بالفعل. لم يتغير شيء.
trouble-open-already = هذا الموضوع مفتوح بالفعل. لم يتغير شيء.
trouble-reason-empty = السبب يحتاج إلى كلمات. لم يتغير شيء. يمكن تركه، أو كتابة السبب.
trouble-reason-long = أقصى طول للسبب { $most } بايت، وطول هذا { $has }. لم يتغير شيء. يمكن اختصاره.
trouble-line-empty = { $what ->
    [title] العنوان فارغ.
    [channel] اسم القسم فارغ.
    [community] اسم المجتمع فارغ.
   *[name] الاسم فارغ.
    } لم يُحفظ شيء. يلزم حرف واحد على الأقل.
trouble-line-long = { $what ->
    [title] العنوان طويل:
    [channel] اسم القسم طويل:
    [community] اسم المجتمع طويل:
    [greeting] كلمتك طويلة:
   *[name] الاسم طويل:
    } أقصى عدد للحروف { $most }، وهنا { $has }. لم يُحفظ شيء. يمكن اختصاره.

trouble-socket-unusable = الطريق إلى Kith الذي يعمل الآن، { $socket }، لا يمكن استعماله: { $why }. لم يتغير شيء.
trouble-other-version = برنامج Kith الذي يعمل على هذا المجلد من الإصدار { $theirs }، وهذا من الإصدار { $ours }. لم يتغير شيء. الحل إيقاف الذي يعمل، ثم تشغيله من جديد بالإصدار نفسه.
trouble-not-understood = ما أجاب به Kith الذي يعمل الآن غير مفهوم هنا. الحل إيقافه، ثم تشغيله من جديد بالإصدار نفسه.
trouble-question-odd = هذا سؤال لا يفهمه Kith هذا. لم يتغير شيء.
trouble-question-long = هذا أطول من أن يؤخذ مرة واحدة. لم يتغير شيء. يمكن إرساله في أجزاء أقصر.

## خطوات الانضمام

step-reading = قراءة الدعوة
step-looking = البحث عمّن يمكنه إدخالك
step-found = وُجد شخص، وطلب الدخول جارٍ
step-in = تم الدخول. جارٍ جلب ما هو هناك
step-records = { $records ->
    [zero] لم يصل شيء بعد
    [one] وصل شيء واحد
    [two] وصل شيئان
    [few] وصلت { $records } أشياء
    [many] وصل { $records } شيئًا
   *[other] وصل { $records } شيء
}

## الميثاق، في أسطر بسيطة: من (قبله) قال ماذا

charter-genesis = تأسيس المجتمع
charter-invite = { $limit ->
    [0] فتح دعوة
    [one] فتح دعوة لشخص واحد فقط
    [two] فتح دعوة لشخصين على الأكثر
    [few] فتح دعوة لعدد { $limit } أشخاص على الأكثر
   *[other] فتح دعوة لعدد { $limit } شخصًا على الأكثر
}
charter-close = إغلاق دعوة
charter-admit = إدخال { $person }
charter-admit-again = إدخال { $person } من جديد
charter-leave = مغادرة
charter-role = منح { $person } دور { role-one }
charter-remove = إخراج { $person }
charter-remove-why = إخراج { $person }: { $why }
charter-restore = إعادة { $person }
charter-device-add = إضافة جهاز
charter-device-remove = إزالة جهاز
charter-stand-in = نيابة مؤقتة إلى أن يستطيع أحد المنظمين
charter-circle = فتح حلقة
charter-epoch = تغيير الأقفال
charter-members-invite = السماح للأعضاء بالدعوة
charter-stewards-invite = حصر الدعوة في الرعاة والمنظمين
charter-hub = تعيين ملتقى
charter-take-over = تولّي دعوة فتحها غيره
charter-end-stand-in = إنهاء النيابة
charter-second = موافقة على ما طلبه منظّم آخر
charter-heard = علم بما قيل
charter-unmake = ما يقوله { $person } مما لا يُعرف لا يوقف هذا المكان بعد الآن
charter-newer = قول يحتاج إلى إصدار أحدث من Kith

role-one = { $role ->
    [guest] ضيف
    [steward] راعٍ
    [organiser] منظّم
   *[member] عضو
}
role = { $role ->
    [guest] ضيف
    [steward] راعٍ
    [organiser] منظّم
   *[member] عضو
}

trouble-no-invitation = لا دعوة مفتوحة هنا. لم يتغير شيء.
trouble-post-stands = هذا المنشور غير محذوف. لم يتغير شيء.

## ما تقوله الصفحة نفسها

page-lost = لا جواب من Kith. ما كتبته باقٍ هنا. تجري إعادة المحاولة…
page-key = هذه الصفحة تحتاج إلى رابط جديد. بتشغيل kith مرة أخرى يُفتح رابط. لم يُفقد شيء مما تأكّد.
page-long = هذا أطول من أن يُرسل مرة واحدة. يمكن اختصاره. هو باقٍ هنا.
page-copied = تم النسخ
page-needed = اكتب شيئًا هنا أولًا.
page-opening = جارٍ الفتح…
page-script = صفحة Kith تحتاج إلى برامج نصية، وكلها من هذا الجهاز.
shut-title = هذه الصفحة تحتاج إلى رابط جديد
shut-text = رابط Kith يفتح مرة واحدة. هذا الرابط استُعمل من قبل، أو هو من يوم سابق، أو فُتح في متصفح آخر.
shut-open = فتح Kith
shut-icon = يُفتح Kith من أيقونته، كما في المرة الأولى.
shut-command = أو بكتابة kith في الطرفية على هذا الجهاز: تُفتح الصفحة.
shut-kept = لم يُفقد شيء: كل ما تأكّد محفوظ على هذا الجهاز.
shut-opens-title = يفتح Kith صفحته
shut-opens = تظهر بعد لحظة في متصفحك المعتاد. يمكنك إغلاق هذه الصفحة.

## في كل مكان

skip = الانتقال إلى الصفحة
back = رجوع
close = إغلاق
copy = نسخ
share = مشاركة
answer = رد
not-now = ليس الآن
undo-mine = التراجع عن فعلي
try-again = إعادة المحاولة
reading = قراءة ما هو هنا…
not-here = هذا ليس هنا
someone = شخص لم يصل اسمه بعد
two-versions = نسختان
when-yesterday = أمس
when-ahead = { $when }، بحسب ساعة تسبق ساعة هذا الجهاز
when-ahead-brief = { $when }، متقدم
new-count = { $count ->
    [zero] لا جديد
    [one] جديد واحد
    [two] جديدان
    [few] { $count } جديدة
    [many] { $count } جديدًا
   *[other] { $count } جديد
}
people-count = { $count ->
    [zero] لا أحد بعد
    [one] شخص واحد
    [two] شخصان
    [few] { $count } أشخاص
    [many] { $count } شخصًا
   *[other] { $count } شخص
}
devices-count = { $count ->
    [zero] لم يبق أي جهاز
    [one] جهاز واحد
    [two] جهازان
    [few] { $count } أجهزة
    [many] { $count } جهازًا
   *[other] { $count } جهاز
}
heard-at = آخر خبر: { $when }.
heard-never = لا خبر مباشر بعد.
size-kb = { $size } كيلوبايت
size-mb = { $size } ميغابايت

lost-title = لا شيء هنا
lost-text = هذا العنوان لا يقود إلى أي شاشة في Kith. لم يُفقد شيء.
lost-back = العودة إلى مجتمعك
community-unnamed = مجتمع لم يصل اسمه بعد

## الأماكن

nav-label = الأماكن
nav-today = اليوم
nav-talk = الحوار
nav-people = الناس
nav-reach = الوصول
nav-settings = الإعدادات
nav-waiting = { " " }بانتظارك
nav-change = { $name }. تغيير المجتمع
places-label = المجتمعات

banner-waiting-title = دخولك بانتظار موافقة أحد الرعاة
banner-waiting = يمكنك قراءة ما هو هنا. وحين تلتقي أجهزتكم يمكنك الكتابة.
banner-device-title = أُزيل هذا الجهاز.
banner-device = ما زلت عضوًا على أجهزتك الأخرى. ما هنا يبقى مقروءًا، ولا يصل جديد. لتكتب من هنا ثانيةً، أزل هذا المجتمع عن الجهاز في الإعدادات ثم أضف الجهاز من جديد.
banner-removed-title = انتهت عضويتك في هذا المجتمع
banner-removed = ما كان عندك باقٍ هنا للقراءة. الكلام الجديد لا يصل إليك، وكلامك لا يخرج.
banner-removed-ask = ما قيل عن ذلك بعدها لا يصل إلى هنا. يمكنك سؤالهم عن السبب.
banner-left-title = غادرت هذا المجتمع
banner-left = ما كان عندك باقٍ هنا للقراءة. للعودة، يلزم رابط جديد.
banner-newer-title = هذا المجتمع يحتاج إلى إصدار أحدث من Kith
banner-newer = يمكنك قراءة كل شيء. بعد تحديث Kith تعود إليك الكتابة.

## الوصول

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

## اليوم

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

## الحوار

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

## الناس

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

## الإعدادات

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

## الباب

door-title = جماعتك، على أجهزتكم أنتم.
door-lead = نتحدث معًا. كل شيء محفوظ على أجهزة المجتمع نفسها، ويعمل بلا إنترنت.
door-join = الانضمام إلى جماعتك
door-start = إنشاء مجتمع
door-no-account = بلا حساب، ولا رقم هاتف، ولا بريد إلكتروني.
door-again = أستخدم Kith على جهاز آخر
door-circle = ناس جالسون في حلقة، وفيها مقعد محفوظ لمن يأتي
start-text = يبدأ على هذا الجهاز وحده. ولا يخرج منه شيء قبل دعوة أحد.
start-name = اسمه
start-name-hint = مثلًا: Owerri 24
start-me = بمَ يناديك الناس؟
start-me-hint = يكفي لقب أو كنية. ويمكنك تغييره لاحقًا.
start-go = إنشاء
join-title = كيف وصلتك الدعوة؟
join-text = بمسح الرمز بالكاميرا، أو بنسخ الرابط الذي أُرسل إليك.
join-link = الرابط
join-link-hint = يبدأ بـ { "\u2066" }«kith:»{ "\u2069" }.
join-look = النظر في الدعوة
scan-open = مسح رمز
scan-looks = قرّب الرمز حتى يملأ معظم الصورة.
scan-other = هذا رمز، لكنه ليس من Kith. المطلوب هو الرمز الذي يعرضه Kith على الجهاز الآخر، في «الوصول».
scan-not-allowed = لا يُسمح لـ Kith باستعمال الكاميرا. لم يضع شيء. يمكن السماح بها من أذونات هذه الصفحة أو النظام، أو لصق الرابط بدلًا من ذلك.
scan-no-camera = لا توجد هنا كاميرا يمكن استعمالها الآن. لم يضع شيء. يمكن إغلاق ما يستعملها، أو لصق الرابط بدلًا من ذلك.
join-anyone = يمكن لأي عضو إدخالك. وقد ينام جهازه بعد ذلك مباشرة.
join-other-link = استعمال رابط آخر
join-another = وصلت دعوة أخرى.
join-another-look = عرضها
join-long = إذا طال الأمر
join-long-near = يبقى الجهازان متقاربين، على شبكة Wi-Fi أو نقطة اتصال واحدة.
join-long-other = أو يعرض لك أي عضو آخر رمزًا.
join-long-open = يبقى Kith مفتوحًا على الجهاز الآخر: يجيب تلقائيًا.
join-steps = الانضمام، خطوة خطوة
join-step-reading = قراءة الدعوة
join-step-looking = البحث عمّن يمكنه إدخالك
join-step-found = طلب الدخول
join-step-in = تم الدخول. جارٍ جلب ما هو هناك
going-title = في الطريق إلى { $name }
meet-invites = هذه دعوة لك.
meet-sees = كل ما قيل للجميع هنا، وأسماء الجميع. ويرون الاسم الذي اخترته.
meet-join = الانضمام إلى { $name }
meet-greeting = هذا ما تقوله الدعوة
places-join-still = الانضمام مستمر
places-join-over = لم يتم إدخالك
join-still-title = الانضمام إلى { $name } مستمر.
join-still = يستمر كلما كان Kith مفتوحًا هنا، إلى أن يتمكن أحد من إدخالك. يمكنك إغلاق هذه الصفحة.
join-still-end = إيقاف الانضمام
join-still-tried = منذ { $when }: { $devices ->
    [one] يُسأل جهاز واحد يمكنه إدخالك
    [two] يُسأل جهازان يمكنهما إدخالك
    [few] تُسأل { $devices } أجهزة يمكنها إدخالك
    [many] يُسأل { $devices } جهازًا يمكنها إدخالك
   *[other] يُسأل { $devices } جهاز يمكنها إدخالك
}، { $times ->
    [0] للمرة الأولى.
    [one] وتعذر الوصول مرة واحدة.
    [two] وتعذر الوصول مرتين.
    [few] وتعذر الوصول { $times } مرات.
    [many] وتعذر الوصول { $times } مرة.
   *[other] وتعذر الوصول { $times } مرة.
}
join-over-title = لم يتم إدخالك إلى { $name }.
meet-expired = حسب ساعة هذا الجهاز، ربما انتهت هذه الدعوة. قد تخطئ الساعات، فيمكنك المحاولة: الجهاز الذي يجيب هو الذي يقرر.
in-title = صار لك مكان هنا.
in-text = أول الأشياء هنا. والباقي يأتي حين تلتقي الأجهزة.
in-waiting-title = وصل طلبك.
in-waiting = تبقى موافقة أحد الرعاة. والباقي يحدث تلقائيًا حين تلتقي أجهزتكم.
in-go = دخول
again-title = أهلًا بعودتك
again-text = على جهازك الآخر: فتح «الوصول» ثم اختيار «إضافة جهازي». وبعدها إحضار الرابط إلى هنا.
again-brings = هذا يضيف جهازًا آخر لك.
again-sees = سيكون هذا الجهاز أنت: يقرأ ما تقرأ ويكتب باسمك. لا تتابع إلا إذا أنشأت هذا الرابط بنفسك الآن.
again-bring = إضافة هذا الجهاز

## ما يجده الطبيب

doctor-version = هذا Kith { $version }.
doctor-home = الكتابة في المجلد ممكنة.
doctor-home-not = الكتابة في المجلد غير ممكنة ({ $why }). ما فيه محفوظ. يلزم إخلاء مساحة أو السماح لحسابك بالكتابة هناك.
doctor-clock = الساعة مضبوطة.
doctor-clock-not = ساعة هذا الجهاز لم تُضبط قط. لم يضع شيء. يلزم ضبطها كي تصحّ الأوقات.
doctor-online = يمكن استعمال الواي فاي والإنترنت.
doctor-lan = يمكن استعمال الواي فاي وحده.
doctor-loopback = لا يُستعمل شيء خارج هذا الجهاز.
doctor-off = لا تُستعمل أي شبكة.
doctor-communities = { $count ->
    [0] لا مجتمع مفتوح.
    [one] مجتمع واحد مفتوح.
    [two] مجتمعان مفتوحان.
    [few] { $count } مجتمعات مفتوحة.
   *[other] { $count } مجتمع مفتوح.
}
doctor-database = المجتمع { $at }: قاعدة بياناتها سليمة.
doctor-database-not = المجتمع { $at }: قاعدة بياناتها تالفة. يُترك هذا المجلد كما هو، والانضمام من جديد يكون من جهاز آخر.
doctor-refused = المجتمع { $at }: وُضعت جانبًا { $count } من القطع الآتية من غيرك لأنها خالفت قاعدة. ما كتبه الآخرون محفوظ.
doctor-joining = المجتمع { $at }: هذا الجهاز ما زال ينتظر القبول.
doctor-connected = المجتمع { $at }: { $count ->
    [0] لا جهاز متصل الآن.
    [one] جهاز واحد متصل الآن.
    [two] جهازان متصلان الآن.
    [few] { $count } أجهزة متصلة الآن.
   *[other] { $count } جهازًا متصلًا الآن.
}

## النافذة: قوائمها وما يخبر به النظام.

menu-kith = Kith
menu-join = الانضمام برابط
menu-close = إغلاق Kith
menu-edit = تحرير
menu-undo = تراجع
menu-redo = إعادة
menu-cut = قص
menu-copy = نسخ
menu-paste = لصق
menu-all = تحديد الكل
menu-view = عرض
menu-larger = أكبر
menu-smaller = أصغر
menu-usual = الحجم المعتاد
menu-go = انتقال
menu-back = رجوع
menu-forward = تقدم
notice-open = فتح
