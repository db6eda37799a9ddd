//! What the people of the demo said and did, and when. All of it is made up.

use super::hall::Hall;
use crate::command::{Done, Role};
use crate::project::Rows;
use crate::trouble::Trouble;
use crate::{charter, local, profile, reaction, topic};
use kith_sync::node::Slices as _;
use kith_sync::store::Store;

/// Everyone, by the number of their device; the last ones come in the midst of the story.
pub const PEOPLE: [&str; 14] = [
    "Ada", "Ngozi", "Tobenna", "Zainab", "Emeka", "Mama Ugo", "Chidi", "Chiamaka", "Adaeze", "Halima", "Blessing",
    "Amarachi", "Victor", "Kosi",
];
/// What they are called together.
pub const NAME: &str = "Owerri 24";
/// Whose home is on disk.
pub const ME: usize = 1;
/// From this one on they come later.
pub const LATER: usize = 13;
/// How long ago it began, in milliseconds.
pub const BEGAN_MS: i64 = 9 * DAY;

/// Who founded it.
pub const FOUNDER: usize = ADA;

const ADA: usize = 0;
const TOBENNA: usize = 2;
const ZAINAB: usize = 3;
const EMEKA: usize = 4;
const UGO: usize = 5;
const CHIDI: usize = 6;
const CHIAMAKA: usize = 7;
const HALIMA: usize = 9;
const AMARACHI: usize = 11;
const KOSI: usize = 13;
const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// One who tells it, with the ids of what was said.
struct Teller<'a> {
    hall: &'a mut Hall,
    now_ms: i64,
}

/// Plays it from after everyone has come until now.
pub fn play(hall: &mut Hall, now_ms: i64) -> Result<(), Trouble> {
    let mut tell = Teller { hall, now_ms };
    tell.everyone_meets(8 * DAY)?;
    tell.the_first_week()?;
    tell.everyone_but_amarachi_meets(2 * DAY + 5 * HOUR)?;
    let borehole = tell.the_borehole()?;
    tell.everyone_but_amarachi_meets(27 * HOUR)?;
    tell.hall.act(ME, local::Command::Seen { topic: None, posts: Vec::new() })?;
    tell.the_last_day(&borehole)
}

impl Teller<'_> {
    /// The clocks show a moment so long before now.
    fn ago(&mut self, ms: i64) {
        self.hall.now_ms = self.now_ms - ms;
    }

    fn topic(&mut self, who: usize, title: &str, channel: &str, body: &str) -> Result<String, Trouble> {
        let channel = Some(channel.to_owned()).filter(|channel| !channel.is_empty());
        let (asks, title, body) = (title.ends_with('?'), title.to_owned(), Some(body.to_owned()));
        let command = topic::Command::Start { title, channel, body, asks, sending: None };
        match self.hall.act(who, command)? {
            Done::Topic { topic } => Ok(topic),
            _ => Err(Trouble::of("broke")),
        }
    }

    fn says(&mut self, who: usize, topic: &str, text: &str, quotes: &[&str]) -> Result<String, Trouble> {
        let quotes = quotes.iter().map(|quoted| (*quoted).to_owned()).collect();
        let command = topic::Command::Reply { topic: topic.to_owned(), text: text.to_owned(), quotes, sending: None };
        match self.hall.act(who, command)? {
            Done::Post { post } => Ok(post),
            _ => Err(Trouble::of("broke")),
        }
    }

    fn reacts(&mut self, who: &[usize], post: &str, emoji: &str) -> Result<(), Trouble> {
        for who in who {
            self.hall.act(*who, reaction::Command::Toggle { post: post.to_owned(), emoji: emoji.to_owned() })?;
        }
        Ok(())
    }

    fn everyone_meets(&mut self, ago: i64) -> Result<(), Trouble> {
        self.ago(ago);
        let all: Vec<usize> = (0..LATER).collect();
        self.hall.meet(&all)
    }

    fn everyone_but_amarachi_meets(&mut self, ago: i64) -> Result<(), Trouble> {
        self.ago(ago);
        let all: Vec<usize> = (0..LATER).filter(|who| *who != AMARACHI).collect();
        self.hall.meet(&all)
    }

    fn channel(&mut self, who: usize, name: &str) -> Result<String, Trouble> {
        match self.hall.act(who, topic::Command::StartChannel { name: name.to_owned() })? {
            Done::Topic { topic } => Ok(topic),
            _ => Err(Trouble::of("broke")),
        }
    }

    fn the_first_week(&mut self) -> Result<(), Trouble> {
        self.ago(7 * DAY);
        let talking = self.channel(ADA, "Just talking")?;
        self.channel(ADA, "Water")?;
        self.says(ADA, &talking, "Good morning everyone. The kettle is on.", &[])?;
        let read = "We listen first. We say what we mean, and mean well. What is told here stays here. If something \
                    hurts, tell a steward: this week Emeka and Ngozi.";
        self.topic(ADA, "Read first: how we speak here, and where help is", "", read)?;
        let emeka = self.hall.person(EMEKA)?;
        self.hall.act(ADA, charter::Command::SetRole { person: emeka, role: Role::Steward })?;
        self.ago(6 * DAY);
        let body = "Ask at home tonight. One sentence is enough.";
        let movement = self.topic(CHIAMAKA, "What did ‘movement’ mean to your grandmother?", "", body)?;
        self.ago(5 * DAY + 3 * HOUR);
        let said = "In 2011 it was the women who raised the money, at the August meeting. The union only signed.";
        self.everyone_meets(5 * DAY + 2 * HOUR)?;
        self.ago(5 * DAY);
        let post = self.says(UGO, &movement, said, &[])?;
        self.everyone_meets(4 * DAY)?;
        self.reacts(&[ADA, ME, CHIDI, HALIMA], &post, "heard")?;
        self.says(ME, &movement, "Mine said: you do not wait until the road is dry. You carry sand.", &[])?;
        self.ago(4 * DAY - HOUR);
        let body = "Forty packs are left in the blue cupboard. Who counts on Fridays?";
        let stock = self.topic(10, "Stock of pads at Nekede Secondary: who is counting?", "Water", body)?;
        self.everyone_meets(3 * DAY + 4 * HOUR)?;
        self.says(CHIDI, &stock, "I do, with Victor. The list hangs inside the door.", &[])?;
        self.hall.act(10, topic::Command::Resolve { topic: stock, resolved: true })?;
        // She goes to Orlu, where there is no signal, and writes all the same.
        self.ago(2 * DAY + 20 * HOUR);
        self.says(AMARACHI, &movement, "Orlu: my grandmother says it means nobody eats alone.", &[])?;
        self.ago(2 * DAY + 10 * HOUR);
        self.says(CHIAMAKA, &movement, "I write all of these down for Saturday.", &[])?;
        self.says(CHIAMAKA, &talking, "Did anyone find a blue umbrella?", &[])?;
        Ok(())
    }

    fn the_borehole(&mut self) -> Result<String, Trouble> {
        self.ago(2 * DAY + 3 * HOUR);
        let body = "The borehole on Umuguma Road has not run since August. The tank is fine, it is the pump. I have \
                    asked three people and each one sends me to another.\n\nWho do we really ask? The local \
                    government, the church committee who dug it, or the town union?";
        let topic = self.topic(TOBENNA, "Who do we ask about the Umuguma borehole?", "Water", body)?;
        self.everyone_but_amarachi_meets(2 * DAY + 2 * HOUR)?;
        self.reacts(&[ADA, ME, EMEKA, CHIDI, CHIAMAKA, HALIMA, ZAINAB], &topic, "same")?;
        self.ago(2 * DAY);
        let plate = "I went past this morning. The plate on the pump house says Town Union, 2011. So it is theirs, \
                     not the local government’s.";
        let plate = self.says(ZAINAB, &topic, plate, &[])?;
        self.everyone_but_amarachi_meets(DAY + 22 * HOUR)?;
        self.reacts(&[TOBENNA, ME, UGO], &plate, "thanks")?;
        self.ago(DAY + 20 * HOUR);
        let women = "If the women ask first, the union cannot say no. Start from the market, not from the office.";
        let women = self.says(UGO, &topic, women, &[&plate])?;
        self.everyone_but_amarachi_meets(DAY + 19 * HOUR)?;
        self.reacts(&[TOBENNA, ZAINAB, ADA], &women, "idea")?;
        self.ago(DAY + 18 * HOUR);
        self.says(ME, &topic, "My aunt chairs the market women. She meets them on Mondays.", &[&women])?;
        self.ago(DAY + 16 * HOUR);
        let body = "₦18,000 is left. That is nine people at ₦2,000. Who is farthest?";
        self.topic(EMEKA, "Transport money for Saturday", "", body)?;
        Ok(topic)
    }

    fn the_last_day(&mut self, borehole: &str) -> Result<(), Trouble> {
        self.ago(26 * HOUR);
        let store = Store::in_memory(&Rows.migrations()).map_err(|_| Trouble::of("broke"))?;
        let before = self.hall.join(store)?;
        self.hall
            .act(before, profile::Command::Rename { name: PEOPLE.get(KOSI).copied().unwrap_or_default().to_owned() })?;
        self.ago(22 * HOUR);
        let body = "He is seven months and quiet most of the time.";
        self.topic(HALIMA, "Can I bring my baby on Saturday?", "", body)?;
        self.ago(5 * HOUR);
        let asks = "Ngozi, you said your aunt chairs the market women. Would she talk to us?";
        let mine = self.hall.last_post_of(ME)?;
        self.says(TOBENNA, borehole, asks, &[&mine])?;
        self.ago(3 * HOUR);
        self.hall.meet(&[ADA, ME, TOBENNA, ZAINAB, EMEKA, CHIDI, HALIMA, AMARACHI, KOSI])?;
        self.ago(40 * MINUTE);
        let stays = "I keep the seats in the first bus for who comes from Orlu.";
        let transport = self.hall.topic_called(ME, "Transport money for Saturday")?;
        self.says(ME, &transport, stays, &[])?;
        self.hall.meet(&[ADA, ME, TOBENNA, ZAINAB, EMEKA, CHIDI, HALIMA, KOSI])?;
        self.reacts(&[EMEKA, HALIMA], &mine, "thanks")
    }
}
