# النافذة: قوائمها وما يخبر به النظام.

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
