# Kith بالعربية. جمل قصيرة بصيغة الحاضر، بلا أمر وبلا تذكير أو تأنيث للقارئ. ما جرى، وما هو محفوظ، وما يمكن فعله.
# ما يلي `.terminal` يضيفه سطر الأوامر.

# في كل مكان

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
