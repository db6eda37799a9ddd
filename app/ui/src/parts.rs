//! Parts of screens that know the home: they follow what it tells, or send. What takes props alone is a widget.

pub mod notice;
pub mod toast;
