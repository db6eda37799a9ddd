//! The disk as SQLite's file system: its C interface, and nothing but that.
//!
//! A database has one connection, so locks are always granted and the shared index of the write-ahead log lives in
//! the connection's own memory, as it does not outlive a process either.

#![expect(unsafe_code, reason = "SQLite asks for C functions; there is no other way to put a file system under it")]

use super::{Refusal, State, locked};
use rusqlite::ffi;
use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::sync::{Arc, Mutex};

/// SQLite's own default: a power failure spoils nothing beside what is being written.
const CHARACTERISTICS: c_int = ffi::SQLITE_IOCAP_POWERSAFE_OVERWRITE;
const SECTOR: c_int = 4_096;
const LONGEST_PATH: c_int = 512;

/// What SQLite keeps for an open file; it knows the first field only.
#[repr(C)]
struct Handle {
    base: ffi::sqlite3_file,
    open: *mut Open,
}

struct Open {
    disk: Arc<Mutex<State>>,
    path: String,
    life: u64,
    passing: bool,
    /// Whether its next sync syncs the folder as well, as SQLite does once for every journal that it opens.
    syncs_names: bool,
    /// Regions of the log's shared index, aligned as SQLite needs them.
    shared: Vec<Box<[u64]>>,
}

static METHODS: ffi::sqlite3_io_methods = ffi::sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(lock),
    xCheckReservedLock: Some(check_reserved_lock),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};

/// Makes the disk known to SQLite, for as long as the process lives, and says under what name.
pub(super) fn register(disk: &Arc<Mutex<State>>) -> String {
    let place = Arc::into_raw(Arc::clone(disk));
    let name = format!("kith-disk-{}", place.addr());
    let c_name = CString::new(name.clone()).unwrap_or_default();
    let vfs = Box::new(ffi::sqlite3_vfs {
        iVersion: 1,
        szOsFile: size_of::<Handle>() as c_int,
        mxPathname: LONGEST_PATH,
        pNext: std::ptr::null_mut(),
        zName: c_name.into_raw(),
        pAppData: place.cast_mut().cast(),
        xOpen: Some(open),
        xDelete: Some(delete),
        xAccess: Some(access),
        xFullPathname: Some(full_pathname),
        xDlOpen: None,
        xDlError: None,
        xDlSym: None,
        xDlClose: None,
        xRandomness: Some(randomness),
        xSleep: Some(sleep),
        xCurrentTime: Some(current_time),
        xGetLastError: None,
        xCurrentTimeInt64: None,
        xSetSystemCall: None,
        xGetSystemCall: None,
        xNextSystemCall: None,
    });
    // SAFETY: the box and all it points to are given away for good, as SQLite asks of what is registered.
    let done = unsafe { ffi::sqlite3_vfs_register(Box::into_raw(vfs), 0) };
    assert_eq!(done, ffi::SQLITE_OK, "registering a disk");
    name
}

/// The disk that a file system was registered for.
///
/// # Safety
/// `vfs` is one that [`register`] made.
unsafe fn disk<'a>(vfs: *mut ffi::sqlite3_vfs) -> &'a Mutex<State> {
    // SAFETY: `register` put a pointer from an `Arc` there that is never given back.
    unsafe { &*(*vfs).pAppData.cast::<Mutex<State>>() }
}

/// The open file behind SQLite's pointer.
///
/// # Safety
/// `file` is one that [`open`] filled in and [`close`] has not seen.
unsafe fn opened<'a>(file: *mut ffi::sqlite3_file) -> &'a mut Open {
    // SAFETY: `open` put a box there; SQLite uses a file from one thread at a time.
    unsafe { &mut *(*file.cast::<Handle>()).open }
}

/// # Safety
/// `path` is null or ends with a zero.
unsafe fn text(path: *const c_char) -> Option<String> {
    // SAFETY: as promised.
    (!path.is_null()).then(|| unsafe { CStr::from_ptr(path) }.to_string_lossy().into_owned())
}

fn code(done: Result<(), Refusal>) -> c_int {
    match done {
        Ok(()) => ffi::SQLITE_OK,
        Err(Refusal::Off) => ffi::SQLITE_IOERR,
        Err(Refusal::Full) => ffi::SQLITE_FULL,
    }
}

fn place(at: i64) -> usize {
    usize::try_from(at).unwrap_or(0)
}

unsafe extern "C" fn open(
    vfs: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    // SAFETY: SQLite hands over its own vfs and path, and room for a `Handle`.
    let (shared, named) = unsafe { ((*vfs).pAppData.cast::<Mutex<State>>(), text(name)) };
    // SAFETY: as above; a null table tells SQLite that there is nothing to close.
    unsafe { (*file).pMethods = std::ptr::null() };
    // SAFETY: the pointer came from an `Arc`, whose count is raised before another owner is made of it.
    let disk = unsafe {
        Arc::increment_strong_count(shared);
        Arc::from_raw(shared)
    };
    let mut state = locked(&disk);
    let path = named.unwrap_or_else(|| format!("passing {}", state.files.len()));
    if state.powered().is_err() || (flags & ffi::SQLITE_OPEN_CREATE == 0 && !state.exists(&path)) {
        return ffi::SQLITE_CANTOPEN;
    }
    state.create(&path);
    let life = state.life;
    drop(state);
    let passing = flags & ffi::SQLITE_OPEN_DELETEONCLOSE != 0;
    let syncs_names = flags & (ffi::SQLITE_OPEN_WAL | ffi::SQLITE_OPEN_MAIN_JOURNAL) != 0;
    let open = Box::into_raw(Box::new(Open { disk, path, life, passing, syncs_names, shared: Vec::new() }));
    // SAFETY: SQLite gave `szOsFile` bytes for the handle, and `out` may be null.
    unsafe {
        file.cast::<Handle>().write(Handle { base: ffi::sqlite3_file { pMethods: &raw const METHODS }, open });
        if !out.is_null() {
            *out = flags;
        }
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn close(file: *mut ffi::sqlite3_file) -> c_int {
    // SAFETY: SQLite closes what was opened, once.
    let open = unsafe { Box::from_raw((*file.cast::<Handle>()).open) };
    let mut state = locked(&open.disk);
    if open.passing && state.life == open.life {
        state.files.remove(&open.path);
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn delete(vfs: *mut ffi::sqlite3_vfs, name: *const c_char, sync_folder: c_int) -> c_int {
    // SAFETY: SQLite's own vfs and path.
    let (disk, path) = unsafe { (disk(vfs), text(name)) };
    code(locked(disk).delete(&path.unwrap_or_default(), sync_folder != 0))
}

unsafe extern "C" fn access(vfs: *mut ffi::sqlite3_vfs, name: *const c_char, _: c_int, out: *mut c_int) -> c_int {
    // SAFETY: SQLite's own vfs, path and place for the answer.
    unsafe {
        let state = locked(disk(vfs));
        *out = c_int::from(state.exists(&text(name).unwrap_or_default()));
        code(state.powered())
    }
}

unsafe extern "C" fn full_pathname(
    _: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    room: c_int,
    out: *mut c_char,
) -> c_int {
    // SAFETY: SQLite's own path, and `room` bytes for the answer.
    unsafe {
        let bytes = CStr::from_ptr(name).to_bytes_with_nul();
        if bytes.len() > usize::try_from(room).unwrap_or(0) {
            return ffi::SQLITE_CANTOPEN;
        }
        out.cast::<u8>().copy_from_nonoverlapping(bytes.as_ptr(), bytes.len());
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn randomness(vfs: *mut ffi::sqlite3_vfs, count: c_int, out: *mut c_char) -> c_int {
    // SAFETY: SQLite's own vfs, and `count` bytes for the answer.
    unsafe {
        let bytes = std::slice::from_raw_parts_mut(out.cast::<u8>(), usize::try_from(count).unwrap_or(0));
        locked(disk(vfs)).random(bytes);
    }
    count
}

unsafe extern "C" fn sleep(_: *mut ffi::sqlite3_vfs, _: c_int) -> c_int {
    0
}

unsafe extern "C" fn current_time(_: *mut ffi::sqlite3_vfs, out: *mut f64) -> c_int {
    // SAFETY: SQLite's place for the answer. A Julian day long past: nothing here reads the clock.
    unsafe { *out = 2_460_000.5 };
    ffi::SQLITE_OK
}

unsafe extern "C" fn read(file: *mut ffi::sqlite3_file, out: *mut c_void, count: c_int, at: i64) -> c_int {
    // SAFETY: an open file, and `count` bytes for the answer.
    let (open, out) = unsafe {
        let count = usize::try_from(count).unwrap_or(0);
        (opened(file), std::slice::from_raw_parts_mut(out.cast::<u8>(), count))
    };
    let mut state = locked(&open.disk);
    let Ok(stored) = state.file(&open.path, open.life) else {
        return ffi::SQLITE_IOERR;
    };
    let there = stored.now().get(place(at)..).unwrap_or_default();
    let length = there.len().min(out.len());
    out[..length].copy_from_slice(&there[..length]);
    out[length..].fill(0);
    if length == out.len() { ffi::SQLITE_OK } else { ffi::SQLITE_IOERR_SHORT_READ }
}

unsafe extern "C" fn write(file: *mut ffi::sqlite3_file, bytes: *const c_void, count: c_int, at: i64) -> c_int {
    // SAFETY: an open file and `count` bytes to be written.
    let (open, bytes) = unsafe {
        let count = usize::try_from(count).unwrap_or(0);
        (opened(file), std::slice::from_raw_parts(bytes.cast::<u8>(), count))
    };
    code(locked(&open.disk).write(&open.path, open.life, place(at), bytes))
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, size: i64) -> c_int {
    // SAFETY: an open file.
    let open = unsafe { opened(file) };
    code(locked(&open.disk).truncate(&open.path, open.life, place(size)))
}

unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, _: c_int) -> c_int {
    // SAFETY: an open file.
    let open = unsafe { opened(file) };
    let names = std::mem::take(&mut open.syncs_names);
    code(locked(&open.disk).sync(&open.path, open.life, names))
}

unsafe extern "C" fn file_size(file: *mut ffi::sqlite3_file, out: *mut i64) -> c_int {
    // SAFETY: an open file and a place for the answer.
    unsafe {
        let open = opened(file);
        let mut state = locked(&open.disk);
        let Ok(stored) = state.file(&open.path, open.life) else {
            return ffi::SQLITE_IOERR;
        };
        *out = i64::try_from(stored.now().len()).unwrap_or(i64::MAX);
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn lock(_: *mut ffi::sqlite3_file, _: c_int) -> c_int {
    ffi::SQLITE_OK
}

unsafe extern "C" fn check_reserved_lock(_: *mut ffi::sqlite3_file, out: *mut c_int) -> c_int {
    // SAFETY: a place for the answer.
    unsafe { *out = 0 };
    ffi::SQLITE_OK
}

unsafe extern "C" fn file_control(_: *mut ffi::sqlite3_file, _: c_int, _: *mut c_void) -> c_int {
    ffi::SQLITE_NOTFOUND
}

unsafe extern "C" fn sector_size(_: *mut ffi::sqlite3_file) -> c_int {
    SECTOR
}

unsafe extern "C" fn characteristics(_: *mut ffi::sqlite3_file) -> c_int {
    CHARACTERISTICS
}

unsafe extern "C" fn shm_map(
    file: *mut ffi::sqlite3_file,
    region: c_int,
    size: c_int,
    extend: c_int,
    out: *mut *mut c_void,
) -> c_int {
    // SAFETY: an open file and a place for the answer; a region stays where it is until it is unmapped.
    unsafe {
        let open = opened(file);
        let (region, size) = (usize::try_from(region).unwrap_or(0), usize::try_from(size).unwrap_or(0));
        while extend != 0 && open.shared.len() <= region {
            open.shared.push(vec![0; size.div_ceil(8)].into_boxed_slice());
        }
        *out = open.shared.get_mut(region).map_or(std::ptr::null_mut(), |words| words.as_mut_ptr().cast());
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn shm_lock(_: *mut ffi::sqlite3_file, _: c_int, _: c_int, _: c_int) -> c_int {
    ffi::SQLITE_OK
}

unsafe extern "C" fn shm_barrier(_: *mut ffi::sqlite3_file) {
    std::sync::atomic::fence(std::sync::atomic::Ordering::SeqCst);
}

unsafe extern "C" fn shm_unmap(file: *mut ffi::sqlite3_file, _: c_int) -> c_int {
    // SAFETY: an open file.
    unsafe { opened(file) }.shared.clear();
    ffi::SQLITE_OK
}
