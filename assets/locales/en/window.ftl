# The window: its menus, and what the system tells.

menu-kith = Kith
menu-join = Join with a link
menu-close = Close Kith
menu-edit = Edit
menu-undo = Undo
menu-redo = Redo
menu-cut = Cut
menu-copy = Copy
menu-paste = Paste
menu-all = Select all
menu-view = View
menu-larger = Larger
menu-smaller = Smaller
menu-usual = Usual size
menu-go = Go
menu-back = Back
menu-forward = Forward
notice-open = Open
