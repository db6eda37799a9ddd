//! What people ask for. Plain serde types: screens, the command line and scripts send the same.

use crate::sentence::{Sentence, Value};
use crate::settings::Settings;
use serde::{Deserialize, Serialize};

/// A command with the community it is meant for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// Id or name; may be left out while there is only one.
    pub community: Option<String>,
    /// What is asked.
    pub command: Command,
}

/// Something to do. Answered once it is on disk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// Found a community.
    New {
        /// The community's name.
        name: String,
        /// The founder's own name.
        me: String,
        /// What the first channel is called, where everyone just talks; none is made without it.
        #[serde(default)]
        channel: Option<String>,
    },
    /// Open an invitation.
    Invite {
        /// Days it is honoured.
        days: u32,
    },
    /// Put a line of one's own into the invitations that are made here; none takes it out. Local to this device.
    Greet {
        /// The line.
        greeting: String,
    },
    /// Join by a link.
    Join {
        /// The invitation.
        link: String,
        /// The newcomer's name.
        me: String,
        /// Seconds to keep trying.
        timeout_s: u32,
    },
    /// Make a link for a second device of the same person.
    DeviceLink,
    /// Become a second device by a link.
    DeviceJoin {
        /// The link.
        link: String,
        /// Seconds to keep trying.
        timeout_s: u32,
    },
    /// Call a device of one's own something; nobody else reads it.
    RenameDevice {
        /// Its id, the beginning of it, or what it is called.
        device: String,
        /// What to call it.
        name: String,
    },
    /// End a device of one's own that is lost.
    RemoveDevice {
        /// Its id, the beginning of it, or what it is called.
        device: String,
    },
    /// On a device that was put back to an older copy: give up what it once decided and nobody has any more.
    GoOn,
    /// Start a topic.
    StartTopic {
        /// Its title.
        title: String,
        /// The channel it belongs to, by id or name.
        channel: Option<String>,
        /// First words.
        body: Option<String>,
        /// Whether its author wants an answer.
        #[serde(default)]
        asks: bool,
        /// Names the sending: the same one with the same words makes one topic.
        #[serde(default)]
        sending: Option<String>,
    },
    /// Make a channel, with its open conversation.
    StartChannel {
        /// What it is called.
        name: String,
    },
    /// Answer in a topic.
    Reply {
        /// The topic.
        topic: String,
        /// The words.
        text: String,
        /// Posts that are quoted.
        quotes: Vec<String>,
        /// Names the sending: the same one with the same words makes one post.
        #[serde(default)]
        sending: Option<String>,
    },
    /// Change one's own words; the earlier ones stay visible as history.
    Edit {
        /// The post or topic.
        post: String,
        /// The new words.
        text: String,
    },
    /// Give a topic of one's own another title, or a channel of one's own another name.
    Retitle {
        /// The topic, or the channel.
        topic: String,
        /// The new title.
        title: String,
    },
    /// Mark one's own post as deleted. Topics of a channel that is deleted stand in none, and its conversation is a topic.
    Delete {
        /// The post, topic or channel.
        post: String,
    },
    /// Take the mark off one's own deleted post.
    Undelete {
        /// The post or topic.
        post: String,
    },
    /// Take one's own words back from every device that obeys.
    Erase {
        /// The post or topic.
        post: String,
    },
    /// React to a post; the same again takes it back.
    React {
        /// The post or topic.
        post: String,
        /// The reaction.
        emoji: String,
    },
    /// Mark a topic resolved, or open again.
    Resolve {
        /// The topic.
        topic: String,
        /// Whether it is resolved from here on.
        resolved: bool,
    },
    /// Give a person a role.
    SetRole {
        /// Id or name.
        person: String,
        /// organiser, steward or member.
        role: Role,
    },
    /// End a person's belonging.
    Remove {
        /// Id or name.
        person: String,
        /// Why, in words that the circle reads.
        why: Option<String>,
    },
    /// Bring a removed person back, or vouch for a waiting one.
    Restore {
        /// Id or name.
        person: String,
    },
    /// Close the invitation that was made here last.
    CloseInvitation,
    /// Be called otherwise.
    Rename {
        /// One's own new name.
        name: String,
    },
    /// Bear an emblem on one's face instead of initials.
    Emblem {
        /// One of [`crate::people::EMBLEMS`]; empty for initials.
        emblem: String,
    },
    /// Have the community called otherwise.
    RenameCommunity {
        /// Its new name.
        name: String,
    },
    /// Choose for the community how it talks; what is not named stays.
    SetCustoms {
        /// The reactions that are one tap away, at most six; none at all are the ones that Kith has.
        #[serde(default)]
        reactions: Option<Vec<String>>,
        /// Hours that a question waits before it reads as unanswered.
        #[serde(default)]
        answer_h: Option<u32>,
    },
    /// Go.
    Leave,
    /// Take a community off this device: one that was left, that one was removed from, or that one is still being let
    /// into. Tells nobody.
    Forget,
    /// Note that what is here has been looked at. Local to this device.
    Seen {
        /// The topic that was; everything, if none is named.
        topic: Option<String>,
        /// The posts of it that were; all, if none is named.
        #[serde(default)]
        posts: Vec<String>,
    },
    /// Keep what is typed and not sent yet. Local to this device.
    Draft {
        /// Where it is typed.
        place: String,
        /// The words; none forgets it.
        text: String,
        /// What names the sending that will send them.
        #[serde(default)]
        sending: Option<String>,
    },
    /// Give no notices of a topic or a person, or give them again. Local to this device.
    Mute {
        /// Of what.
        what: Muted,
        /// Whether none are given.
        muted: bool,
    },
    /// Look and speak like this from here on.
    Set {
        /// All settings.
        settings: Settings,
    },
    /// Sync until nothing is left to do or the seconds are over.
    Sync {
        /// At most this long.
        seconds: u32,
    },
}

/// What no notices are given of, by id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Muted {
    /// A topic, or the open conversation of a channel.
    Topic(String),
    /// What a person says.
    Person(String),
}

/// A role as people name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// In a room only.
    Guest,
    /// Belongs.
    Member,
    /// Moderates and cares.
    Steward,
    /// May change the charter.
    Organiser,
}

/// What came of a command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Done {
    /// A community was founded or joined.
    Community {
        /// Its id.
        community: String,
        /// Whether a steward must still confirm.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        waiting: bool,
    },
    /// A link was made.
    Link {
        /// The link.
        link: String,
    },
    /// A topic was started.
    Topic {
        /// Its id.
        topic: String,
    },
    /// A post was written or changed.
    Post {
        /// Its id.
        post: String,
    },
    /// What sync did.
    Synced {
        /// Whether nothing was left to do.
        quiet: bool,
        /// Records received.
        records_in: u64,
        /// Records sent.
        records_out: u64,
        /// Bytes read on sessions' streams.
        bytes_in: u64,
        /// Bytes written on sessions' streams.
        bytes_out: u64,
    },
    /// A person was judged.
    Person {
        /// Their id.
        person: String,
        /// Whether it holds only once a second organiser asks for it too.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        asked: bool,
    },
    /// It is done.
    Ok {
        /// Always true.
        ok: bool,
    },
}

/// A step of something that takes a while.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step(pub Sentence);

/// Why a command was not done: what happened, what is safe, what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{0}")]
pub struct Trouble(pub Sentence);

impl Trouble {
    /// The trouble whose sentence is `trouble-` and `key`.
    #[must_use]
    pub fn of(key: &str) -> Self {
        Self(Sentence::of(&format!("trouble-{key}")))
    }

    /// Whether it is the trouble `key`.
    #[must_use]
    pub fn is(&self, key: &str) -> bool {
        self.0.key.strip_prefix("trouble-") == Some(key)
    }

    /// Puts something into its sentence.
    #[must_use]
    pub fn with(self, name: &str, value: impl Into<Value>) -> Self {
        Self(self.0.with(name, value))
    }
}
