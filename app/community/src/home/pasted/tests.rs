use super::*;
use kith_sync::id::CommunityId;
use kith_sync::net::Address;
use kith_sync::node::LinkFor;
use kith_sync::record::Secret;
use proptest::prelude::*;

fn link_of(seed: u8, name: &str) -> Link {
    let sockets = vec!["192.168.1.5:4433".parse().unwrap(), "[2001:db8::1]:4433".parse().unwrap()];
    Link {
        community: CommunityId([seed; 32]),
        secret: Secret([seed.wrapping_add(1); 32]),
        charter_key: Secret([seed.wrapping_add(2); 32]),
        name: name.into(),
        greeting: "Come in".into(),
        purpose: LinkFor::Newcomer { last_day: 20_000 },
        addresses: vec![Address { endpoint: [seed; 32], sockets, relay: None }],
    }
}

/// What people and their programs make of a link.
fn as_pasted(link: &str) -> Vec<(&'static str, String)> {
    let body = link.strip_prefix("kith:").unwrap();
    let (one, two) = link.split_at(link.len() / 2);
    let wrapped = |width: usize, mark: &str| {
        let letters: Vec<char> = link.chars().collect();
        let lines: Vec<String> = letters.chunks(width).map(|line| line.iter().collect()).collect();
        lines.join(mark)
    };
    let each = |mark: &str| link.chars().map(|letter| format!("{letter}{mark}")).collect::<String>();
    let wide: String = link.chars().map(|letter| char::from_u32(u32::from(letter) + 0xfee0).unwrap()).collect();
    let encoded = link.replace(':', "%3A");
    vec![
        ("alone", link.to_owned()),
        ("with spaces around", format!("  \t{link} \n\n")),
        ("in capitals, as a code has it", link.to_uppercase()),
        ("with a capital letter", format!("K{}", link.strip_prefix('k').unwrap())),
        ("in a sentence", format!("Come and join us! {link} See you Sunday")),
        ("at a sentence's end", format!("Here it is: {link}.")),
        ("before a comma", format!("{link}, and bring a friend")),
        ("in quotation marks", format!("“{link}”")),
        ("in guillemets", format!("« {link} »")),
        ("in straight quotes", format!("\"{link}\" '{link}'")),
        ("in angle brackets", format!("<{link}>")),
        ("in round brackets", format!("(see {link})")),
        ("as Markdown", format!("[Join us]({link})")),
        ("as code", format!("```\n{link}\n```")),
        ("in bold", format!("*{link}*")),
        ("over two lines", format!("{one}\n{two}")),
        ("over two lines of Windows", format!("{one}\r\n  {two}\r\nSee you Sunday")),
        ("in a quoted mail", format!("> {one}\r\n> {two}\r\n> See you Sunday")),
        ("quoted twice", format!(">> {}\n>> Bye", wrapped(60, "\n>> "))),
        ("wrapped at 76 letters", wrapped(76, "\n")),
        ("as a mail is sent", wrapped(75, "=\r\n")),
        ("with hyphens at the line ends", wrapped(40, "-\n")),
        ("with zero-width spaces", each("\u{200b}")),
        ("with word joiners", wrapped(7, "\u{2060}")),
        ("with soft hyphens", wrapped(8, "\u{ad}")),
        ("with no-break spaces", wrapped(30, "\u{a0}")),
        ("with a byte order mark", format!("\u{feff}{link}")),
        ("with marks of direction", format!("\u{200f}{link}\u{200e}")),
        ("isolated in a right-to-left text", format!("تعال معنا \u{2066}{link}\u{2069} يوم الأحد")),
        ("glued to Arabic", format!("الرابط:{link}،")),
        ("in full-width letters", wide),
        ("with a space after the colon", format!("kith: {body}")),
        ("with a space before the colon", format!("Kith : {body}")),
        ("with slashes", format!("kith://{body}/")),
        ("from a Turkish keyboard", format!("KİTH:{}", body.to_uppercase())),
        ("in an address' query", format!("https://example.org/?to={link}&from=mail")),
        ("in an address' fragment", format!("https://example.org/join#{link}")),
        ("in an address' path", format!("https://example.org/{link}")),
        ("percent-encoded", format!("https://example.org/?to={encoded}&x=1")),
        ("percent-encoded twice", format!("https://a.org/?u={}", encoded.replace('%', "%25"))),
        ("with encoded line breaks", format!("mailto:?body={one}%0D%0A{two}%0D%0ABye")),
        ("as HTML", format!("<a href=\"{link}\">{link}</a>")),
        ("twice", format!("{link} {link}")),
        ("twice and glued", format!("{link}{link}")),
        ("after one that is cut short", format!("{one} … no, this one: {link}")),
        ("after other words of ours", format!("Kith: a place for us. kith:nothing {link}")),
        ("with a word glued before it", format!("Joinkith:{body}")),
    ]
}

#[test]
fn a_link_is_found_in_what_people_paste() {
    let link = link_of(7, "Sunday choir");
    for (how, pasted) in as_pasted(&link.to_text()) {
        assert_eq!(read_link(&pasted), Ok(link.clone()), "{how}: {pasted}");
    }
}

#[test]
fn what_is_no_link_is_named() {
    let text = link_of(7, "Sunday choir").to_text();
    let cut_short: String = text.chars().take(60).collect();
    let mistyped: String = text.chars().enumerate().map(|(at, letter)| if at == 100 { '7' } else { letter }).collect();
    for (pasted, key) in [
        ("", "link-foreign"),
        ("hello there", "link-foreign"),
        ("https://example.org/kith", "link-foreign"),
        ("%%%4", "link-foreign"),
        ("kith:", "link-broken"),
        (&cut_short, "link-broken"),
        (&mistyped, "link-broken"),
    ] {
        assert_eq!(read_link(pasted).err(), Some(Trouble::of(key)), "{pasted}");
    }
}

#[test]
fn what_is_long_and_odd_is_refused_soon() {
    let began = std::time::Instant::now();
    for odd in ["kith:a ", "kith: ", "a ", "k i t h : ", "%25", "\u{200b}", "kith:kith:", "kith:a.b"] {
        let pasted = format!("kith:{}", odd.repeat(1_000_000 / odd.len()));
        assert!(read_link(&pasted).is_err(), "{odd}");
    }
    assert!(began.elapsed() < std::time::Duration::from_secs(20), "{:?}", began.elapsed());
}

/// What programs put between letters.
const BETWEEN: [&str; 12] =
    [" ", "\n", "\r\n> ", "\u{ad}", "\u{200b}", "\u{200d}", "\u{a0}", "=\n", "\u{2060}", "\u{202f}", "\t", "-\n"];

proptest! {
    #[test]
    fn a_link_is_found_whatever_stands_around_and_within_it(
        seed: u8,
        name in "\\PC{0,30}",
        before in "[^%]{0,40}",
        after in "[^%]{0,40}",
        breaks in proptest::collection::vec((0usize..400, 0..BETWEEN.len()), 0..12),
        capitals: bool,
    ) {
        let link = link_of(seed, &name);
        let mut text = link.to_text();
        if capitals {
            text = text.to_uppercase();
        }
        let mut breaks = breaks;
        breaks.sort_unstable();
        let letters = text.len();
        for (at, which) in breaks.into_iter().rev().filter(|(at, _)| *at < letters) {
            text.insert_str(at, BETWEEN[which]);
        }
        prop_assert_eq!(read_link(&format!("{before} {text}\n{after}")), Ok(link));
    }

    #[test]
    fn nothing_that_is_pasted_panics(text in "\\PC{0,300}", kith in "(kith:|%6b|KİTH：|\n){0,5}") {
        let _ = read_link(&format!("{kith}{text}{kith}"));
    }
}
