//! What the system says to a Kith that stays, when it is to end.

use std::io;

/// What ends a Kith that stays.
pub struct Stopping(system::Signals);

impl Stopping {
    /// Listens from here on: what is said is kept until [`Stopping::wait`].
    ///
    /// # Errors
    /// When the system does not let it listen.
    pub fn listen() -> io::Result<Self> {
        Ok(Self(system::Signals::listen()?))
    }

    /// Waits until this Kith is to end.
    pub async fn wait(mut self) {
        self.0.wait().await;
    }
}

#[cfg(unix)]
mod system {
    use std::io;
    use tokio::signal::unix::{Signal, SignalKind, signal};

    pub struct Signals {
        terminate: Signal,
        interrupt: Signal,
    }

    impl Signals {
        pub fn listen() -> io::Result<Self> {
            Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
        }

        pub async fn wait(&mut self) {
            tokio::select! {
                _ = self.terminate.recv() => (),
                _ = self.interrupt.recv() => (),
            }
        }
    }
}

#[cfg(windows)]
mod system {
    use std::io;
    use tokio::signal::windows;

    /// Keys in the console, its window closed, and the end of the person's session.
    pub struct Signals {
        interrupt: windows::CtrlC,
        break_off: windows::CtrlBreak,
        close: windows::CtrlClose,
        log_off: windows::CtrlLogoff,
        shut_down: windows::CtrlShutdown,
    }

    impl Signals {
        pub fn listen() -> io::Result<Self> {
            Ok(Self {
                interrupt: windows::ctrl_c()?,
                break_off: windows::ctrl_break()?,
                close: windows::ctrl_close()?,
                log_off: windows::ctrl_logoff()?,
                shut_down: windows::ctrl_shutdown()?,
            })
        }

        pub async fn wait(&mut self) {
            tokio::select! {
                _ = self.interrupt.recv() => (),
                _ = self.break_off.recv() => (),
                _ = self.close.recv() => (),
                _ = self.log_off.recv() => (),
                _ = self.shut_down.recv() => (),
            }
        }
    }
}
