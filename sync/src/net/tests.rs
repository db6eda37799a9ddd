//! Two networks on loopback. Nothing here sleeps: each step waits for an event.

use super::*;
use iroh::endpoint::presets;
use std::time::Instant;

/// A network and what it tells.
struct Side {
    net: Net,
    events: mpsc::Receiver<Event>,
}

fn config(mode: Mode, secret: u8, port: Option<u16>) -> Config {
    Config { mode, secret: Secret([secret; 32]), port, discovery_key: None }
}

impl Side {
    async fn open(config: Config, capacity: usize) -> Self {
        let (sender, events) = mpsc::channel(capacity);
        Self { net: Net::open(config, sender).await.unwrap(), events }
    }

    async fn loopback(secret: u8) -> Self {
        Self::open(config(Mode::Loopback, secret, None), 64).await
    }

    /// The next event that is not about this side's own addresses.
    async fn next(&mut self) -> Event {
        loop {
            match timeout(Duration::from_secs(30), self.events.recv()).await.unwrap().unwrap() {
                Event::Moved => {}
                event => return event,
            }
        }
    }

    async fn opened(&mut self) -> ConnId {
        match self.next().await {
            Event::Opened { conn, .. } => conn,
            other => panic!("not opened: {other:?}"),
        }
    }

    async fn frame(&mut self) -> Vec<u8> {
        match self.next().await {
            Event::Frame { bytes, .. } => bytes,
            other => panic!("not a frame: {other:?}"),
        }
    }

    /// Everything still to come once the network has ended.
    async fn rest(mut self) -> Vec<Event> {
        self.net.shutdown().await;
        let mut rest = Vec::new();
        while let Some(event) = self.events.recv().await {
            rest.push(event);
        }
        rest
    }
}

/// Alice dials Bob and says `hello`; both have heard of the connection.
async fn meet(alice: &mut Side, bob: &mut Side) -> (ConnId, ConnId) {
    alice.net.dial(Purpose::Sync, bob.net.addresses());
    let to_bob = alice.opened().await;
    assert!(alice.net.send(to_bob, b"hello".to_vec()));
    let to_alice = bob.opened().await;
    assert_eq!(bob.frame().await, b"hello");
    (to_bob, to_alice)
}

fn closed(events: &[Event]) -> usize {
    events.iter().filter(|event| matches!(event, Event::Closed { .. })).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_devices_exchange_frames_both_ways() {
    let (mut alice, mut bob) = (Side::loopback(1).await, Side::loopback(2).await);
    let (to_bob, to_alice) = meet(&mut alice, &mut bob).await;
    for length in [1, 1000, MAX_FRAME] {
        assert!(alice.net.send(to_bob, vec![1; length]));
        assert_eq!(bob.frame().await, vec![1; length]);
        assert!(bob.net.send(to_alice, vec![2; length]));
        assert_eq!(alice.frame().await, vec![2; length]);
    }
    assert_eq!(alice.net.room(to_bob), OUTBOX_FRAMES);
}

#[tokio::test]
async fn both_sides_are_told_who_the_other_is() {
    let (mut alice, mut bob) = (Side::loopback(1).await, Side::loopback(2).await);
    alice.net.dial(Purpose::Join, bob.net.addresses());
    let at_alice = alice.next().await;
    let Event::Opened { conn, .. } = at_alice else { panic!("{at_alice:?}") };
    assert!(alice.net.send(conn, vec![1]));
    let expected = |conn, of: &Side, dialed| Event::Opened {
        conn,
        endpoint: of.net.endpoint(),
        purpose: Purpose::Join,
        dialed,
        remote_sockets: of.net.addresses().sockets,
    };
    assert_eq!(at_alice, expected(conn, &bob, true));
    let at_bob = bob.next().await;
    let Event::Opened { conn, .. } = at_bob else { panic!("{at_bob:?}") };
    assert_eq!(at_bob, expected(conn, &alice, false));
}

#[tokio::test]
async fn a_frame_that_is_empty_or_too_long_closes_the_connection() {
    let mut bob = Side::loopback(2).await;
    let to = bob.net.addresses().to_iroh().unwrap();
    for claim in [0, u32::try_from(MAX_FRAME).unwrap() + 1, u32::MAX] {
        let mallory = iroh::Endpoint::builder(presets::Minimal)
            .clear_ip_transports()
            .bind_addr("127.0.0.1:0")
            .unwrap()
            .bind()
            .await
            .unwrap();
        let connection = mallory.connect(to.clone(), Purpose::Sync.alpn()).await.unwrap();
        let (mut send, _recv) = connection.open_bi().await.unwrap();
        send.write_all(&claim.to_be_bytes()).await.unwrap();
        let conn = bob.opened().await;
        assert_eq!(bob.next().await, Event::Closed { conn });
        let reason = connection.closed().await;
        assert!(reason.to_string().contains("closed by peer"), "{reason}");
        mallory.close().await;
    }
}

#[tokio::test]
async fn a_full_queue_refuses_and_tells_when_there_is_room() {
    let mut alice = Side::loopback(1).await;
    let mut bob = Side::open(config(Mode::Loopback, 2, None), 1).await;
    let (to_bob, _) = meet(&mut alice, &mut bob).await;
    let mut sent = 0;
    let full = async {
        while alice.net.send(to_bob, vec![7; MAX_FRAME]) || alice.net.room(to_bob) > 0 {
            sent += 1;
            tokio::task::yield_now().await;
        }
    };
    timeout(Duration::from_secs(30), full).await.unwrap();
    assert_eq!(alice.net.room(to_bob), 0);
    assert!(!alice.net.send(to_bob, vec![1]));
    while alice.events.is_empty() {
        assert_eq!(bob.frame().await.len(), MAX_FRAME);
    }
    assert_eq!(alice.next().await, Event::Room { conn: to_bob });
    assert!(alice.net.room(to_bob) > 0);
}

#[tokio::test]
async fn a_dead_address_fails_in_time_and_only_once() {
    let mut alice = Side::loopback(1).await;
    let dead = Side::loopback(3).await;
    let address = dead.net.addresses();
    dead.net.shutdown().await;
    let start = Instant::now();
    alice.net.dial(Purpose::Sync, address.clone());
    alice.net.dial(Purpose::Sync, address.clone());
    let failed = Event::DialFailed { endpoint: address.endpoint, purpose: Purpose::Sync };
    assert_eq!(alice.next().await, failed);
    assert!(start.elapsed() < Duration::from_secs(12));
    assert_eq!(alice.rest().await, []);
}

#[tokio::test]
async fn whoever_answers_with_another_key_is_not_who_was_dialed() {
    let (mut alice, bob) = (Side::loopback(1).await, Side::loopback(2).await);
    let endpoint = endpoint::id(&Secret([3; 32]));
    alice.net.dial(Purpose::Sync, Address { endpoint, ..bob.net.addresses() });
    assert_eq!(alice.next().await, Event::DialFailed { endpoint, purpose: Purpose::Sync });
    assert_eq!(bob.rest().await, []);
}

#[tokio::test]
async fn what_cannot_be_dialed_fails_at_once_and_may_be_dialed_again() {
    let bob = Side::loopback(2).await;
    let far = Address { sockets: vec!["8.8.8.8:9".parse().unwrap()], ..bob.net.addresses() };
    let no_key = Address { endpoint: [2; 32], ..bob.net.addresses() };
    let cases =
        [(Mode::Off, bob.net.addresses()), (Mode::Loopback, far.clone()), (Mode::Loopback, no_key), (Mode::Lan, far)];
    for (mode, to) in cases {
        let mut alice = Side::open(config(mode, 1, None), 8).await;
        for _ in 0..2 {
            alice.net.dial(Purpose::Sync, to.clone());
            let failed = Event::DialFailed { endpoint: to.endpoint, purpose: Purpose::Sync };
            assert_eq!(alice.next().await, failed, "{mode:?}");
        }
        alice.net.shutdown().await;
    }
}

#[tokio::test]
async fn off_binds_nothing() {
    let off = Side::open(config(Mode::Off, 1, Some(4000)), 8).await;
    assert_eq!(off.net.port(), None);
    let endpoint = off.net.endpoint();
    assert_eq!(off.net.addresses(), Address { endpoint, sockets: Vec::new(), relay: None });
    assert_eq!(off.rest().await, []);
}

#[tokio::test]
async fn closing_writes_out_what_is_queued() {
    let (mut alice, mut bob) = (Side::loopback(1).await, Side::loopback(2).await);
    let (to_bob, to_alice) = meet(&mut alice, &mut bob).await;
    for number in 0..OUTBOX_FRAMES {
        assert!(alice.net.send(to_bob, vec![u8::try_from(number).unwrap(); 100_000]));
    }
    alice.net.close(to_bob);
    assert!(!alice.net.send(to_bob, vec![1]));
    for number in 0..OUTBOX_FRAMES {
        assert_eq!(bob.frame().await, vec![u8::try_from(number).unwrap(); 100_000]);
    }
    assert_eq!(bob.next().await, Event::Closed { conn: to_alice });
    assert_eq!(alice.next().await, Event::Closed { conn: to_bob });
}

#[tokio::test]
async fn closing_does_not_wait_for_a_peer_that_never_reads() {
    let mut alice = Side::loopback(1).await;
    let mut bob = Side::open(config(Mode::Loopback, 2, None), 1).await;
    let (to_bob, _) = meet(&mut alice, &mut bob).await;
    while alice.net.send(to_bob, vec![7; MAX_FRAME]) {}
    alice.net.close(to_bob);
    assert_eq!(alice.next().await, Event::Closed { conn: to_bob });
}

#[tokio::test]
async fn a_connection_closes_exactly_once_however_often_it_is_asked_to() {
    let (mut alice, mut bob) = (Side::loopback(1).await, Side::loopback(2).await);
    let (to_bob, to_alice) = meet(&mut alice, &mut bob).await;
    for _ in 0..3 {
        alice.net.close(to_bob);
        bob.net.close(to_alice);
    }
    assert_eq!(alice.next().await, Event::Closed { conn: to_bob });
    assert_eq!(bob.next().await, Event::Closed { conn: to_alice });
    alice.net.close(to_bob);
    assert_eq!(alice.net.counters(to_bob), None);
    assert_eq!((closed(&alice.rest().await), closed(&bob.rest().await)), (0, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn shutting_down_closes_each_connection_and_the_peer_hears() {
    let (mut alice, mut bob) = (Side::loopback(1).await, Side::loopback(2).await);
    let (_, to_alice) = meet(&mut alice, &mut bob).await;
    let start = Instant::now();
    assert_eq!(closed(&alice.rest().await), 1);
    assert!(start.elapsed() < Duration::from_secs(4));
    assert_eq!(bob.next().await, Event::Closed { conn: to_alice });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_port_is_had_again_after_a_restart() {
    let (mut alice, first) = (Side::loopback(1).await, Side::loopback(2).await);
    let address = first.net.addresses();
    let port = first.net.port();
    first.net.shutdown().await;
    let mut bob = Side::open(config(Mode::Loopback, 2, port), 64).await;
    assert_eq!(bob.net.port(), port);
    assert_eq!(bob.net.addresses(), address);
    meet(&mut alice, &mut bob).await;
}

#[tokio::test]
async fn a_taken_port_is_given_up_for_another() {
    let alice = Side::loopback(1).await;
    let bob = Side::open(config(Mode::Loopback, 2, alice.net.port()), 64).await;
    assert_ne!(bob.net.port(), alice.net.port());
    assert!(bob.net.port().is_some_and(|port| port != 0));
}

#[tokio::test]
async fn bytes_are_counted_with_their_lengths() {
    let (mut alice, mut bob) = (Side::loopback(1).await, Side::loopback(2).await);
    let (to_bob, to_alice) = meet(&mut alice, &mut bob).await;
    assert!(alice.net.send(to_bob, vec![1; 1000]));
    bob.frame().await;
    let heard = Counters { read: 5 + 4 + 1000 + 4, written: 0 };
    assert_eq!(bob.net.counters(to_alice), Some(heard));
    alice.net.close(to_bob);
    assert_eq!(alice.next().await, Event::Closed { conn: to_bob });
    assert_eq!(bob.next().await, Event::Closed { conn: to_alice });
    assert_eq!(alice.net.totals(), Counters { read: 0, written: heard.read });
    assert_eq!(bob.net.totals(), heard);
}

#[tokio::test]
async fn a_fifth_connection_of_one_device_is_turned_away() {
    let (mut alice, mut bob) = (Side::loopback(1).await, Side::loopback(2).await);
    for _ in 0..4 {
        meet(&mut alice, &mut bob).await;
    }
    alice.net.dial(Purpose::Sync, bob.net.addresses());
    let fifth = alice.opened().await;
    assert_eq!(alice.next().await, Event::Closed { conn: fifth });
}

#[tokio::test]
async fn a_panic_is_logged_and_ends_nothing_else() {
    assert_eq!(guarded(async { 5 }).await, Some(5));
    assert_eq!(guarded::<()>(async { panic!("on purpose") }).await, None);
}

/// A stranger with what it holds open.
type Stranger = (iroh::Endpoint, Vec<(iroh::endpoint::SendStream, iroh::endpoint::RecvStream)>);

/// Strangers, each with four connections that say a byte and then nothing.
async fn strangers(to: &Address, count: usize) -> Vec<Stranger> {
    let to = to.to_iroh().unwrap();
    let mut all = Vec::new();
    for _ in 0..count {
        let builder = iroh::Endpoint::builder(presets::Minimal).clear_ip_transports();
        let stranger = builder.bind_addr("127.0.0.1:0").unwrap().bind().await.unwrap();
        let mut held_open = Vec::new();
        for _ in 0..4 {
            if let Ok(connection) = stranger.connect(to.clone(), Purpose::Sync.alpn()).await
                && let Ok((mut send, recv)) = connection.open_bi().await
                && send.write_all(&[0]).await.is_ok()
            {
                held_open.push((send, recv));
            }
        }
        all.push((stranger, held_open));
    }
    all
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_is_let_in_when_strangers_have_taken_all_places() {
    let mut alice = Side::loopback(1).await;
    let mut bob = Side::open(config(Mode::Loopback, 2, None), 1_024).await;
    bob.net.know(BTreeSet::from([alice.net.endpoint()]));
    let crowd = strangers(&bob.net.addresses(), 65).await;
    for _ in 0..MAX_STRANGERS {
        bob.opened().await;
    }
    let (_, to_alice) = meet(&mut alice, &mut bob).await;
    assert!(bob.net.counters(to_alice).is_some());
    // Whom nobody knows is refused while the crowd is there.
    bob.net.know(BTreeSet::new());
    let mut carol = Side::loopback(3).await;
    carol.net.dial(Purpose::Sync, bob.net.addresses());
    let refused = carol.opened().await;
    assert_eq!(carol.next().await, Event::Closed { conn: refused });
    drop(crowd);
}
