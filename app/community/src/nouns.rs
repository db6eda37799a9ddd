//! The lists of nouns: what stands here is all that the rest of the crate knows of which there are.

use crate::command::commands;
use crate::noun::Noun;
use crate::query::queries;
use crate::today::waits;
use crate::{
    announcement, charter, community, device, home, invitation, local, profile, reach, reaction, today, topic,
};

/// Every noun with rows or items, in the order in which they end their work on a sheet.
#[rustfmt::skip]
pub(crate) static NOUNS: &[&dyn Noun] = &[
    &topic::Topics,
    &reaction::Reactions,
    &community::Choices,
    &device::Notes,
    &profile::Profiles,
    &charter::Charter,
    &announcement::Announcements,
];

commands! {
    /// What stewards tell everyone.
    Announcement(announcement),
    /// Who belongs, and in what role.
    Charter(charter),
    /// What the community is called, and how it talks.
    Community(community),
    /// One's own devices.
    Device(device),
    /// How people come.
    Invitation(invitation),
    /// What this device alone keeps.
    Local(local),
    /// One's own card.
    Profile(profile),
    /// Answers without words.
    Reaction(reaction),
    /// Topics, channels and posts.
    Topic(topic),
}

waits! {
    /// Of one's own devices.
    Device(device::DeviceWaits),
    /// Of who belongs.
    Charter(charter::CharterWaits),
    /// Of what was announced.
    Announcement(announcement::AnnouncementWaits),
    /// Of what is talked about.
    Topic(topic::TopicWaits),
}

queries! {
    home {
        /// The communities of this home.
        Communities(home::CommunitiesQuery) -> Vec<home::CommunityRow>,
        /// Whether everything here is as it should be.
        Doctor(home::DoctorQuery) -> home::DoctorView,
        /// What a link says of itself.
        Link(home::LinkQuery) -> home::LinkView,
        /// How this home looks and speaks.
        Settings(home::SettingsQuery) -> crate::settings::Settings,
        /// What is here and who has been heard from.
        Status(home::StatusQuery) -> home::StatusView,
    }
    community {
        /// One announcement.
        Announcement(announcement::AnnouncementQuery) -> announcement::AnnouncementView,
        /// What was announced.
        Announcements(announcement::AnnouncementsQuery) -> announcement::AnnouncementsView,
        /// The charter in plain lines.
        Charter(charter::CharterQuery) -> charter::CharterView,
        /// The frame around a community's screens.
        Community(community::CommunityQuery) -> community::CommunityView,
        /// What the community chose for how it talks.
        Customs(community::CustomsQuery) -> community::Customs,
        /// What was decided about who belongs.
        Decisions(charter::DecisionsQuery) -> charter::DecisionsView,
        /// One's own devices.
        Devices(reach::DevicesQuery) -> Vec<reach::DeviceRow>,
        /// What was typed and not sent yet.
        Draft(local::DraftQuery) -> local::DraftView,
        /// The invitation that was made here last.
        Invitation(invitation::InvitationQuery) -> invitation::InvitationView,
        /// Everyone who ever came.
        People(charter::PeopleQuery) -> Vec<charter::PersonRow>,
        /// One person.
        Person(charter::PersonQuery) -> charter::PersonView,
        /// Who has what.
        Reach(reach::ReachQuery) -> reach::ReachView,
        /// What waits for the reader, and what is new.
        Today(today::TodayQuery) -> today::TodayView,
        /// One topic.
        Topic(topic::TopicQuery) -> topic::TopicView,
        /// Topics and channels.
        Topics(topic::TopicsQuery) -> topic::TopicsView,
    }
}
