//! The styles, one file a widget or screen, joined in their order: values, what holds everywhere, the frame, parts and
//! places by the alphabet, helpers.

/// All of them.
pub const ALL: [&str; 30] = [
    include_str!("../../../assets/styles/tokens.css"),
    include_str!("../../../assets/styles/base.css"),
    include_str!("../../../assets/styles/shell.css"),
    include_str!("../../../assets/styles/banner.css"),
    include_str!("../../../assets/styles/brand.css"),
    include_str!("../../../assets/styles/button.css"),
    include_str!("../../../assets/styles/chip.css"),
    include_str!("../../../assets/styles/composer.css"),
    include_str!("../../../assets/styles/door.css"),
    include_str!("../../../assets/styles/empty.css"),
    include_str!("../../../assets/styles/face.css"),
    include_str!("../../../assets/styles/field.css"),
    include_str!("../../../assets/styles/icon.css"),
    include_str!("../../../assets/styles/menu.css"),
    include_str!("../../../assets/styles/more.css"),
    include_str!("../../../assets/styles/people.css"),
    include_str!("../../../assets/styles/post.css"),
    include_str!("../../../assets/styles/reach.css"),
    include_str!("../../../assets/styles/ring.css"),
    include_str!("../../../assets/styles/row.css"),
    include_str!("../../../assets/styles/set.css"),
    include_str!("../../../assets/styles/settings.css"),
    include_str!("../../../assets/styles/sheet.css"),
    include_str!("../../../assets/styles/slip.css"),
    include_str!("../../../assets/styles/steps.css"),
    include_str!("../../../assets/styles/talk.css"),
    include_str!("../../../assets/styles/text.css"),
    include_str!("../../../assets/styles/toast.css"),
    include_str!("../../../assets/styles/today.css"),
    include_str!("../../../assets/styles/helpers.css"),
];

/// As the page gets them.
pub fn joined() -> String {
    ALL.concat()
}
