# الميثاق، في أسطر بسيطة: من (قبله) قال ماذا

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
