# الإعلانات

announcements-title = الإعلانات
announcements-all = كل الإعلانات
announcements-none = لا إعلانات
announcements-none-text = ما يعلنه من يرعون الجماعة يظهر هنا وفي «اليوم».
announcements-none-may = ما يُعلَن هنا يبقى في «اليوم» عند الجميع إلى أن يقولوا إنهم قرأوه.
announcements-older = عرض الأقدم
announcement-new = إعلان جديد
announcement-new-text = يبقى في «اليوم» عند الجميع إلى أن يقولوا إنهم قرأوه. ويظهر هنا من قرأه، ومن لم يصله بقدر ما هو معروف.
announcement-what = نص الإعلان
announcement-what-hint = سطر واحد يقول كل شيء
announcement-more = المزيد عنه، إن وُجد
announcement-send = إعلانه
announcement-by = إعلان من { $name }
announcement-unread = لم يُقرأ بعد
announcement-read = تمت قراءته
announcement-acknowledge = قرأتُ هذا
announcement-untitled = كلماته لم تصل بعد
announcement-take-back = سحبه
announcement-take-back-ask = لن يظهر لأحد بعد أن يعلم جهازه بذلك. ومن قرأه فقد قرأه.
announcement-taken-back = تم سحبه.
announcement-who = من قرأه
announcement-who-text = بحسب ما قاله الناس وما وقّعته أجهزتهم. ومن لا يُعرف عنه شيء قد يكون وصله.
announcement-who-none = لم يأتِ أحد آخر بعد.
announcement-unknown = { $count ->
    [zero] لا أحد مجهول الحال
    [one] شخص واحد لا يُعرف عنه شيء بعد
    [two] شخصان لا يُعرف عنهما شيء بعد
    [few] { $count } أشخاص لا يُعرف عنهم شيء بعد
    [many] { $count } شخصًا لا يُعرف عنهم شيء بعد
   *[other] { $count } شخص لا يُعرف عنهم شيء بعد
}
announcement-has = { $count ->
    [zero] ليس عند أحد
    [one] عند شخص واحد
    [two] عند شخصين
    [few] عند { $count } أشخاص
    [many] عند { $count } شخصًا
   *[other] عند { $count } شخص
}
announcement-have-read = { $count ->
    [zero] لم يقرأه أحد
    [one] قرأه شخص واحد
    [two] قرأه شخصان
    [few] قرأه { $count } أشخاص
    [many] قرأه { $count } شخصًا
   *[other] قرأه { $count } شخص
}
announcement-count-read = { $count ->
    [0] لم يقرأه أحد بعد
    [one] قرأه واحد
    [two] قرأه اثنان
   *[other] قرأه { $count }
}
announcement-count-has = { $count ->
    [one] وعند واحد آخر
    [two] وعند اثنين آخرين
   *[other] وعند { $count } آخرين
}
announcement-count-unknown = { $count } غير معروف
announcement-lacks = بعض كلماته لم يصل بعد. يمكن القول إنه قُرئ حين تصل.
announcement-may-not = لا يعلن إلا من يرعى الجماعة.
trouble-announcement-not-here = هذا الإعلان ليس هنا. إما سُحب وإما لم يصل بعد. لم يتغير شيء.
    .terminal = القائمة: kith announcements
trouble-announcement-of-another = أعلنه شخص آخر، وله وحده أن يسحبه. لم يتغير شيء.
