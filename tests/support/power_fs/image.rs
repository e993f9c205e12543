//! The tree of files, once as the programs see it and once as a cut would leave it.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};

use fuser::Errno;

use super::{Cut, Names, Operation};

/// The number of the root.
pub(super) const ROOT: u64 = 1;

/// The number of a file or directory.
pub(super) type Number = u64;

type Listing = BTreeMap<OsString, Number>;

/// A file or a directory.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) mode: u16,
    pub(super) body: Body,
}

#[derive(Debug, Clone)]
pub(super) enum Body {
    File(File),
    Directory(Directory),
}

/// A file.
#[derive(Debug, Clone, Default)]
pub(super) struct File {
    pub(super) data: Vec<u8>,
    durable: Vec<u8>,
    /// What was done since it was synced, in order.
    pending: Vec<Change>,
}

#[derive(Debug, Clone)]
enum Change {
    Write { at: usize, bytes: Vec<u8> },
    Length(usize),
}

/// A directory.
#[derive(Debug, Clone, Default)]
pub(super) struct Directory {
    pub(super) names: Listing,
    durable: Listing,
}

/// The whole.
#[derive(Debug)]
pub(super) struct Image {
    nodes: BTreeMap<Number, Node>,
    next: Number,
    names: Names,
    is_on: bool,
    is_full: bool,
    /// Counts the cuts: what was opened in an earlier life is dead.
    life: u64,
    syncs: u64,
    writes: u64,
    plan: Option<Cut>,
}

impl Image {
    pub(super) fn new(names: Names) -> Self {
        let mut image = Self {
            nodes: BTreeMap::new(),
            next: ROOT + 1,
            names,
            is_on: true,
            is_full: false,
            life: 0,
            syncs: 0,
            writes: 0,
            plan: None,
        };
        image.wipe();
        image
    }

    pub(super) fn wipe(&mut self) {
        let root = Node {
            mode: 0o755,
            body: Body::Directory(Directory::default()),
        };
        self.nodes = BTreeMap::from([(ROOT, root)]);
        self.life += 1;
        self.is_full = false;
        self.power_on();
    }

    pub(super) fn is_on(&self) -> bool {
        self.is_on
    }

    pub(super) fn power_on(&mut self) {
        self.is_on = true;
        self.plan = None;
    }

    pub(super) fn set_full(&mut self, is_full: bool) {
        self.is_full = is_full;
    }

    pub(super) fn syncs(&self) -> u64 {
        self.syncs
    }

    pub(super) fn writes(&self) -> u64 {
        self.writes
    }

    pub(super) fn life(&self) -> u64 {
        self.life
    }

    pub(super) fn plan(&mut self, cut: Option<Cut>) {
        self.plan = cut;
    }

    /// Drops what is not durable, but for a part that `keeping` chooses.
    pub(super) fn cut(&mut self, keeping: Option<u64>) {
        self.is_on = false;
        self.plan = None;
        self.life += 1;
        let mut chance = keeping.map(Chance);
        for node in self.nodes.values_mut() {
            match &mut node.body {
                Body::File(file) => file.cut(chance.as_mut()),
                Body::Directory(directory) => directory.names = directory.durable.clone(),
            }
        }
        let kept = self.reachable();
        self.nodes.retain(|number, _| kept.contains(number));
    }

    fn reachable(&self) -> BTreeSet<Number> {
        let mut found = BTreeSet::from([ROOT]);
        let mut open = vec![ROOT];
        while let Some(number) = open.pop() {
            if let Some(Node {
                body: Body::Directory(directory),
                ..
            }) = self.nodes.get(&number)
            {
                open.extend(
                    directory
                        .names
                        .values()
                        .filter(|child| found.insert(**child)),
                );
            }
        }
        found
    }

    /// Counts an operation and cuts the power if it is the one planned. `Ok(true)`: go on and
    /// then fail, as the cut comes right after.
    fn count(&mut self, operation: Operation) -> Result<bool, Errno> {
        match operation {
            Operation::Sync => self.syncs += 1,
            Operation::Write => self.writes += 1,
        }
        let Some(cut) = self.plan.as_mut().filter(|cut| cut.operation == operation) else {
            return Ok(false);
        };
        cut.nth = cut.nth.saturating_sub(1);
        if cut.nth > 0 {
            return Ok(false);
        }
        let cut = *cut;
        if cut.takes_effect {
            return Ok(true);
        }
        self.cut(cut.keeping);
        Err(Errno::EIO)
    }

    pub(super) fn node(&self, number: Number) -> Result<&Node, Errno> {
        self.nodes.get(&number).ok_or(Errno::ENOENT)
    }

    pub(super) fn file(&mut self, number: Number) -> Result<&mut File, Errno> {
        match self.nodes.get_mut(&number).map(|node| &mut node.body) {
            Some(Body::File(file)) => Ok(file),
            Some(Body::Directory(_)) => Err(Errno::EISDIR),
            None => Err(Errno::ENOENT),
        }
    }

    fn directory(&mut self, number: Number) -> Result<&mut Directory, Errno> {
        match self.nodes.get_mut(&number).map(|node| &mut node.body) {
            Some(Body::Directory(directory)) => Ok(directory),
            Some(Body::File(_)) => Err(Errno::ENOTDIR),
            None => Err(Errno::ENOENT),
        }
    }

    pub(super) fn lookup(&self, parent: Number, name: &OsStr) -> Result<Number, Errno> {
        match &self.node(parent)?.body {
            Body::Directory(directory) => directory.names.get(name).copied().ok_or(Errno::ENOENT),
            Body::File(_) => Err(Errno::ENOTDIR),
        }
    }

    pub(super) fn create(
        &mut self,
        parent: Number,
        name: &OsStr,
        mode: u32,
        body: Body,
    ) -> Result<Number, Errno> {
        if self.lookup(parent, name).is_ok() {
            return Err(Errno::EEXIST);
        }
        if self.is_full {
            return Err(Errno::ENOSPC);
        }
        let number = self.next;
        self.next += 1;
        self.directory(parent)?
            .names
            .insert(name.to_owned(), number);
        let mode = u16::try_from(mode & 0o7777).unwrap_or(0o644);
        self.nodes.insert(number, Node { mode, body });
        Ok(number)
    }

    /// Takes a name away. The node stays until a cut: somebody may have it open.
    pub(super) fn remove(&mut self, parent: Number, name: &OsStr) -> Result<(), Errno> {
        let number = self.lookup(parent, name)?;
        if let Body::Directory(directory) = &self.node(number)?.body
            && !directory.names.is_empty()
        {
            return Err(Errno::ENOTEMPTY);
        }
        self.directory(parent)?.names.remove(name);
        Ok(())
    }

    pub(super) fn rename(
        &mut self,
        from: (Number, &OsStr),
        to: (Number, &OsStr),
    ) -> Result<(), Errno> {
        let number = self.lookup(from.0, from.1)?;
        self.directory(to.0)?;
        self.directory(from.0)?.names.remove(from.1);
        self.directory(to.0)?.names.insert(to.1.to_owned(), number);
        Ok(())
    }

    pub(super) fn write(&mut self, number: Number, at: u64, bytes: &[u8]) -> Result<(), Errno> {
        if self.is_full {
            return Err(Errno::ENOSPC);
        }
        self.count(Operation::Write)?;
        let at = usize::try_from(at).map_err(|_| Errno::EFBIG)?;
        self.file(number)?.change(Change::Write {
            at,
            bytes: bytes.to_vec(),
        });
        Ok(())
    }

    pub(super) fn set_length(&mut self, number: Number, length: u64) -> Result<(), Errno> {
        let length = usize::try_from(length).map_err(|_| Errno::EFBIG)?;
        self.file(number)?.change(Change::Length(length));
        Ok(())
    }

    pub(super) fn set_mode(&mut self, number: Number, mode: u32) -> Result<(), Errno> {
        let node = self.nodes.get_mut(&number).ok_or(Errno::ENOENT)?;
        node.mode = u16::try_from(mode & 0o7777).unwrap_or(0o644);
        Ok(())
    }

    pub(super) fn sync(&mut self, number: Number) -> Result<(), Errno> {
        let then_cut = self.count(Operation::Sync)?;
        match &mut self.nodes.get_mut(&number).ok_or(Errno::ENOENT)?.body {
            Body::File(file) => file.sync(),
            Body::Directory(directory) => directory.durable = directory.names.clone(),
        }
        if self.names == Names::WithTheFile {
            self.make_name_durable(number);
        }
        if then_cut {
            let keeping = self.plan.and_then(|cut| cut.keeping);
            self.cut(keeping);
            return Err(Errno::EIO);
        }
        Ok(())
    }

    /// Files a new node under its name for good, and what is above it.
    fn make_name_durable(&mut self, mut number: Number) {
        let has = |listing: &Listing, number| listing.values().any(|child| *child == number);
        while number != ROOT {
            let mut above = None;
            for (parent, node) in &mut self.nodes {
                let Body::Directory(directory) = &mut node.body else {
                    continue;
                };
                if has(&directory.durable, number) {
                    return;
                }
                let mut names = directory.names.iter();
                if let Some((name, _)) = names.find(|(_, child)| **child == number) {
                    above = Some((*parent, name.clone()));
                }
            }
            let Some((parent, name)) = above else { return };
            if let Ok(directory) = self.directory(parent) {
                directory.durable.insert(name, number);
            }
            number = parent;
        }
    }
}

impl File {
    fn change(&mut self, change: Change) {
        change.apply(&mut self.data);
        self.pending.push(change);
    }

    fn sync(&mut self) {
        for change in self.pending.drain(..) {
            change.apply(&mut self.durable);
        }
    }

    fn cut(&mut self, mut chance: Option<&mut Chance>) {
        for change in self.pending.drain(..) {
            if chance.as_mut().is_some_and(|chance| chance.next()) {
                change.apply(&mut self.durable);
            }
        }
        self.data = self.durable.clone();
    }
}

impl Change {
    fn apply(&self, data: &mut Vec<u8>) {
        match self {
            Self::Write { at, bytes } => {
                let end = at + bytes.len();
                if data.len() < end {
                    data.resize(end, 0);
                }
                data[*at..end].copy_from_slice(bytes);
            }
            Self::Length(length) => data.resize(*length, 0),
        }
    }
}

/// Heads or tails, the same for the same seed.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> bool {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) & 1 == 1
    }
}
