//! The image behind FUSE. Nothing is cached in the kernel: after a cut it would serve what is
//! gone.

use std::ffi::OsStr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use fuser::{
    BsdFileFlags, Errno, FileAttr, FileHandle, FileType, Filesystem, FopenFlags, Generation,
    INodeNo, LockOwner, OpenFlags, RenameFlags, ReplyAttr, ReplyCreate, ReplyData, ReplyDirectory,
    ReplyEmpty, ReplyEntry, ReplyOpen, ReplyWrite, Request, TimeOrNow, WriteFlags,
};

use super::image::{Body, Directory, File, Image, Node};
use super::lock;

const NOT_CACHED: Duration = Duration::ZERO;

/// Answers the kernel.
#[derive(Debug)]
pub(super) struct Wire {
    image: Arc<Mutex<Image>>,
}

impl Wire {
    pub(super) fn new(image: Arc<Mutex<Image>>) -> Self {
        Self { image }
    }

    /// Runs one operation, if there is power.
    fn run<T>(&self, run: impl FnOnce(&mut Image) -> Result<T, Errno>) -> Result<T, Errno> {
        let mut image = lock(&self.image);
        if !image.is_on() {
            return Err(Errno::EIO);
        }
        run(&mut image)
    }

    /// The same with a file that was opened: it must have been in this life.
    fn run_opened<T>(
        &self,
        handle: FileHandle,
        run: impl FnOnce(&mut Image) -> Result<T, Errno>,
    ) -> Result<T, Errno> {
        self.run(|image| {
            if handle.0 == image.life() {
                run(image)
            } else {
                Err(Errno::EIO)
            }
        })
    }

    fn sync(&self, number: INodeNo, handle: FileHandle, reply: ReplyEmpty) {
        answer(reply, self.run_opened(handle, |image| image.sync(number.0)));
    }

    fn open(&self, number: INodeNo) -> Result<FileHandle, Errno> {
        self.run(|image| {
            image.node(number.0)?;
            Ok(FileHandle(image.life()))
        })
    }
}

fn answer(reply: ReplyEmpty, result: Result<(), Errno>) {
    match result {
        Ok(()) => reply.ok(),
        Err(error) => reply.error(error),
    }
}

fn attributes(number: u64, node: &Node) -> FileAttr {
    let (kind, size) = match &node.body {
        Body::File(file) => (FileType::RegularFile, file.data.len() as u64),
        Body::Directory(_) => (FileType::Directory, 0),
    };
    FileAttr {
        ino: INodeNo(number),
        size,
        blocks: size.div_ceil(512),
        atime: UNIX_EPOCH,
        mtime: UNIX_EPOCH,
        ctime: UNIX_EPOCH,
        crtime: UNIX_EPOCH,
        kind,
        perm: node.mode,
        nlink: 1,
        uid: 0,
        gid: 0,
        rdev: 0,
        blksize: 4096,
        flags: 0,
    }
}

fn found(image: &Image, number: u64) -> Result<FileAttr, Errno> {
    Ok(attributes(number, image.node(number)?))
}

fn enter(reply: ReplyEntry, result: Result<FileAttr, Errno>) {
    match result {
        Ok(attributes) => reply.entry(&NOT_CACHED, &attributes, Generation(0)),
        Err(error) => reply.error(error),
    }
}

impl Filesystem for Wire {
    fn lookup(&self, _: &Request, parent: INodeNo, name: &OsStr, reply: ReplyEntry) {
        enter(
            reply,
            self.run(|image| found(image, image.lookup(parent.0, name)?)),
        );
    }

    fn getattr(&self, _: &Request, number: INodeNo, _: Option<FileHandle>, reply: ReplyAttr) {
        match self.run(|image| found(image, number.0)) {
            Ok(attributes) => reply.attr(&NOT_CACHED, &attributes),
            Err(error) => reply.error(error),
        }
    }

    fn setattr(
        &self,
        _: &Request,
        number: INodeNo,
        mode: Option<u32>,
        _: Option<u32>,
        _: Option<u32>,
        size: Option<u64>,
        _: Option<TimeOrNow>,
        _: Option<TimeOrNow>,
        _: Option<SystemTime>,
        handle: Option<FileHandle>,
        _: Option<SystemTime>,
        _: Option<SystemTime>,
        _: Option<SystemTime>,
        _: Option<BsdFileFlags>,
        reply: ReplyAttr,
    ) {
        let set = |image: &mut Image| {
            if let Some(size) = size {
                image.set_length(number.0, size)?;
            }
            if let Some(mode) = mode {
                image.set_mode(number.0, mode)?;
            }
            found(image, number.0)
        };
        let result = match handle {
            Some(handle) => self.run_opened(handle, set),
            None => self.run(set),
        };
        match result {
            Ok(attributes) => reply.attr(&NOT_CACHED, &attributes),
            Err(error) => reply.error(error),
        }
    }

    fn mkdir(
        &self,
        _: &Request,
        parent: INodeNo,
        name: &OsStr,
        mode: u32,
        _: u32,
        reply: ReplyEntry,
    ) {
        let made = self.run(|image| {
            let body = Body::Directory(Directory::default());
            let number = image.create(parent.0, name, mode, body)?;
            found(image, number)
        });
        enter(reply, made);
    }

    fn unlink(&self, _: &Request, parent: INodeNo, name: &OsStr, reply: ReplyEmpty) {
        answer(reply, self.run(|image| image.remove(parent.0, name)));
    }

    fn rmdir(&self, _: &Request, parent: INodeNo, name: &OsStr, reply: ReplyEmpty) {
        answer(reply, self.run(|image| image.remove(parent.0, name)));
    }

    fn rename(
        &self,
        _: &Request,
        parent: INodeNo,
        name: &OsStr,
        to: INodeNo,
        new_name: &OsStr,
        flags: RenameFlags,
        reply: ReplyEmpty,
    ) {
        if !flags.is_empty() {
            return reply.error(Errno::EINVAL);
        }
        answer(
            reply,
            self.run(|image| image.rename((parent.0, name), (to.0, new_name))),
        );
    }

    fn open(&self, _: &Request, number: INodeNo, _: OpenFlags, reply: ReplyOpen) {
        match Self::open(self, number) {
            Ok(handle) => reply.opened(handle, FopenFlags::FOPEN_DIRECT_IO),
            Err(error) => reply.error(error),
        }
    }

    fn create(
        &self,
        _: &Request,
        parent: INodeNo,
        name: &OsStr,
        mode: u32,
        _: u32,
        _: i32,
        reply: ReplyCreate,
    ) {
        let made = self.run(|image| {
            let number = image.create(parent.0, name, mode, Body::File(File::default()))?;
            Ok((found(image, number)?, FileHandle(image.life())))
        });
        match made {
            Ok((attributes, handle)) => {
                let generation = Generation(0);
                let flags = FopenFlags::FOPEN_DIRECT_IO;
                reply.created(&NOT_CACHED, &attributes, generation, handle, flags);
            }
            Err(error) => reply.error(error),
        }
    }

    fn read(
        &self,
        _: &Request,
        number: INodeNo,
        handle: FileHandle,
        offset: u64,
        size: u32,
        _: OpenFlags,
        _: Option<LockOwner>,
        reply: ReplyData,
    ) {
        let read = self.run_opened(handle, |image| {
            let data = &image.file(number.0)?.data;
            let from = usize::try_from(offset)
                .unwrap_or(usize::MAX)
                .min(data.len());
            let to = from.saturating_add(size as usize).min(data.len());
            Ok(data[from..to].to_vec())
        });
        match read {
            Ok(bytes) => reply.data(&bytes),
            Err(error) => reply.error(error),
        }
    }

    fn write(
        &self,
        _: &Request,
        number: INodeNo,
        handle: FileHandle,
        offset: u64,
        data: &[u8],
        _: WriteFlags,
        _: OpenFlags,
        _: Option<LockOwner>,
        reply: ReplyWrite,
    ) {
        match self.run_opened(handle, |image| image.write(number.0, offset, data)) {
            Ok(()) => reply.written(u32::try_from(data.len()).unwrap_or(u32::MAX)),
            Err(error) => reply.error(error),
        }
    }

    fn flush(&self, _: &Request, _: INodeNo, _: FileHandle, _: LockOwner, reply: ReplyEmpty) {
        // Closing makes nothing durable, and does not fail.
        reply.ok();
    }

    fn fsync(&self, _: &Request, number: INodeNo, handle: FileHandle, _: bool, reply: ReplyEmpty) {
        self.sync(number, handle, reply);
    }

    fn opendir(&self, _: &Request, number: INodeNo, _: OpenFlags, reply: ReplyOpen) {
        match Self::open(self, number) {
            Ok(handle) => reply.opened(handle, FopenFlags::empty()),
            Err(error) => reply.error(error),
        }
    }

    fn readdir(
        &self,
        _: &Request,
        number: INodeNo,
        handle: FileHandle,
        offset: u64,
        mut reply: ReplyDirectory,
    ) {
        let listed = self.run_opened(handle, |image| match &image.node(number.0)?.body {
            Body::Directory(directory) => Ok(directory.names.clone()),
            Body::File(_) => Err(Errno::ENOTDIR),
        });
        let names = match listed {
            Ok(names) => names,
            Err(error) => return reply.error(error),
        };
        let skipped = usize::try_from(offset).unwrap_or(usize::MAX);
        for (place, (name, child)) in (1..).zip(names).skip(skipped) {
            // Its kind is asked for in a lookup where it matters.
            let kind = match self.run(|image| found(image, child)) {
                Ok(attributes) => attributes.kind,
                Err(_) => FileType::RegularFile,
            };
            if reply.add(INodeNo(child), place, kind, name) {
                break;
            }
        }
        reply.ok();
    }

    fn fsyncdir(
        &self,
        _: &Request,
        number: INodeNo,
        handle: FileHandle,
        _: bool,
        reply: ReplyEmpty,
    ) {
        self.sync(number, handle, reply);
    }
}
