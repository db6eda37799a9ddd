# خطوات الانضمام

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
