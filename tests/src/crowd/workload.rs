//! The same posts on every machine: who says what in which topic, from one seed and integers alone.
//!
//! Fifty people and two hundred topics, the busiest far busier than the quietest, and texts of 40 to 400
//! letters out of 8,000 words of which few are frequent, as in people's own.

/// People who write.
pub const MEMBERS: usize = 50;
/// Topics they write in.
pub const TOPICS: usize = 200;
/// The clock at the first post, in milliseconds since 1970.
pub const BEGIN_MS: i64 = 1_767_225_600_000;

const VOCABULARY: usize = 8_000;
const COMMON: &str = include_str!("words.txt");
/// Lengths of texts with how often each span of them occurs.
const LENGTHS: [(u64, u64, u64); 6] =
    [(40, 69, 18), (70, 109, 27), (110, 159, 24), (160, 219, 16), (220, 299, 10), (300, 400, 5)];

/// One post of the stream.
pub struct Post {
    pub author: usize,
    pub topic: usize,
    pub time_ms: i64,
    pub text: String,
}

/// An endless stream of posts; a shorter run is the beginning of a longer one.
pub struct Workload {
    rng: SplitMix,
    words: Vec<String>,
    word: Table,
    topic: Table,
    author: Table,
    length: Table,
    now_ms: i64,
}

impl Workload {
    pub fn new(seed: u64) -> Self {
        let mut rng = SplitMix(seed);
        let words = vocabulary(&mut rng);
        Self {
            word: Table::new((0..words.len() as u64).map(|place| 1_000_000_000_000 / (10 * place + 27))),
            topic: Table::new((0..TOPICS as u64).map(|place| 1_000_000_000 / (place + 3))),
            author: Table::new((0..MEMBERS as u64).map(|place| 1_000_000_000 / (place + 5))),
            length: Table::new(LENGTHS.iter().map(|(.., weight)| *weight)),
            now_ms: BEGIN_MS,
            rng,
            words,
        }
    }

    fn text(&mut self) -> String {
        let (least, most, _) = LENGTHS[self.length.pick(&mut self.rng)];
        let target = self.rng.span(least, most);
        let (mut text, mut letters, mut left) = (String::new(), 0, 0);
        while letters < target {
            let mut word = self.words[self.word.pick(&mut self.rng)].clone();
            if left == 0 {
                left = self.rng.span(5, 14);
                if let Some(first) = word.get_mut(..1) {
                    first.make_ascii_uppercase();
                }
            }
            left -= 1;
            match left {
                0 => word.push(['.', '.', '.', '!', '?'][self.rng.below(5) as usize]),
                _ if self.rng.below(12) == 0 => word.push(','),
                _ => {}
            }
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&word);
            letters = text.len() as u64;
        }
        text.truncate(400);
        text
    }
}

impl Iterator for Workload {
    type Item = Post;

    fn next(&mut self) -> Option<Post> {
        self.now_ms += self.rng.span(1_000, 60_000) as i64;
        let (author, topic) = (self.author.pick(&mut self.rng), self.topic.pick(&mut self.rng));
        Some(Post { author, topic, time_ms: self.now_ms, text: self.text() })
    }
}

/// Common English words, then syllables put together.
fn vocabulary(rng: &mut SplitMix) -> Vec<String> {
    const ON: &str = "b c d f g h l m n p r s t v w st tr pl br ch sh gr cl pr th fl";
    const VOWEL: &str = "a e i o u a e i o ea ou ai ee io";
    const CODA: &str = "n r s t l m d ng nt st ck rd x ss";
    const END: &str = "||||ing|ed|er|s|ly|tion|ment|ness|able|al|y|e";
    let [on, vowel, coda] = [ON, VOWEL, CODA].map(|list| list.split(' ').collect::<Vec<_>>());
    let end: Vec<&str> = END.split('|').collect();
    let mut seen = std::collections::BTreeSet::new();
    let mut words: Vec<String> =
        COMMON.split_whitespace().filter(|word| seen.insert((*word).to_owned())).map(str::to_lowercase).collect();
    while words.len() < VOCABULARY {
        let mut word = String::new();
        for _ in 0..rng.span(1, 3) {
            word += rng.of(&on);
            word += rng.of(&vowel);
            if rng.below(2) == 1 {
                word += rng.of(&coda);
            }
        }
        word += rng.of(&end);
        if (3..=13).contains(&word.len()) && seen.insert(word.clone()) {
            words.push(word);
        }
    }
    words
}

/// SplitMix64: short, and the same everywhere.
struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(bound)) >> 64) as u64
    }

    /// Both ends are in it.
    fn span(&mut self, least: u64, most: u64) -> u64 {
        least + self.below(most - least + 1)
    }

    fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len() as u64) as usize]
    }
}

/// Places, some picked more often than others.
struct Table {
    sums: Vec<u64>,
}

impl Table {
    fn new(weights: impl Iterator<Item = u64>) -> Self {
        let sums = weights.scan(0, |sum, weight| {
            *sum += weight;
            Some(*sum)
        });
        Self { sums: sums.collect() }
    }

    fn pick(&self, rng: &mut SplitMix) -> usize {
        let at = rng.below(*self.sums.last().expect("a table has places"));
        self.sums.partition_point(|sum| *sum <= at)
    }
}
