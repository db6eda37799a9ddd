// hypercore as a peer: a core for each author and one that lists them, in a Corestore. Each side keeps an index of its own
// (a Hyperbee that is never replicated) by topic and time. Replication, which Noise encrypts, goes over TCP.
import { readFileSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import { join } from 'node:path'
import Corestore from 'corestore'
import Hyperbee from 'hyperbee'
import { Check, argument, events, folder, nowNs, serve, tell, visible } from './line.mjs'

const isA = argument('port') !== '0'
const rootFile = join(folder(), 'root')
let store, root, index
const cores = new Map() // By author.
const heads = new Map() // By author: how much is in the index.
const held = { posts: 0, reactions: 0 }
const watched = new Set()
let waiting = () => {}

const key = (topic, event) => `p!${topic}!${String(event.ts).padStart(13, '0')}!${event.id}`

async function openRoot () {
  if (root) return
  const known = (() => { try { return readFileSync(rootFile, 'utf8') } catch { return null } })()
  root = store.get({ ...(known ? { key: Buffer.from(known, 'hex') } : { name: 'community' }), valueEncoding: 'json' })
  await root.ready()
}

async function openIndex () {
  if (index) return
  index = new Hyperbee(store.get({ name: 'index' }), { keyEncoding: 'utf-8', valueEncoding: 'json' })
  await index.ready()
  for await (const { key, value } of index.createReadStream({ gte: 'h!', lt: 'h"' })) {
    heads.set(key.slice(2), value)
    held.posts += value.posts
    held.reactions += value.reactions
  }
}

async function openAuthors () {
  await openRoot()
  for (let at = 0; at < root.length; at++) {
    const { author, key } = await root.get(at)
    await openAuthor(author, { key: Buffer.from(key, 'hex') })
  }
}

async function openAuthor (author, how) {
  if (cores.has(author)) return cores.get(author)
  const core = store.get({ ...how, valueEncoding: 'json' })
  cores.set(author, core)
  await core.ready()
  if (!isA) {
    core.download({ start: 0, end: -1 })
    core.on('append', indexSoon)
    core.on('download', indexSoon)
  }
  return core
}

// B puts into the index whatever is there without gaps; A does so as it writes.
let indexing = false
let again = false
function indexSoon () {
  again = true
  if (indexing) return
  indexing = true
  setImmediate(async () => {
    while (again) {
      again = false
      for (const [author, core] of cores) {
        if (core.contiguousLength > (heads.get(author)?.count ?? 0)) await add(author, core, core.contiguousLength)
      }
    }
    indexing = false
    waiting()
  })
}

async function add (author, core, end) {
  const head = { count: 0, posts: 0, reactions: 0, ...heads.get(author) }
  const [batch, before, posts] = [index.batch(), { ...head }, []]
  for (; head.count < end; head.count++) {
    const event = await core.get(head.count)
    if (event.text === undefined) {
      await batch.put(`r!${event.post}!${author}!${event.emoji}`, 1)
      head.reactions++
    } else {
      await batch.put(key(event.topic, event), `${author}:${head.count}`)
      head.posts++
      posts.push(event.id)
    }
  }
  await batch.put(`h!${author}`, head)
  await batch.flush()
  heads.set(author, head)
  held.posts += head.posts - before.posts
  held.reactions += head.reactions - before.reactions
  for (const post of posts) if (watched.delete(post)) visible(post)
  waiting()
}

async function write (event) {
  let core = cores.get(event.author)
  if (!core) {
    core = await openAuthor(event.author, { name: event.author })
    await root.append({ author: event.author, key: core.key.toString('hex') })
  }
  const { k, author, ...kept } = event
  const { length } = await core.append(k === 'p' ? kept : { post: event.post, topic: event.topic, emoji: event.emoji, ts: event.ts })
  await add(author, core, length)
}

function replicate (socket, isInitiator) {
  socket.setNoDelay(true)
  const replication = store.replicate(isInitiator)
  socket.on('error', () => {})
  replication.on('error', () => {})
  socket.pipe(replication).pipe(socket)
}

serve({
  async open () {
    store = new Corestore(join(folder(), 'store'))
    await store.ready()
  },
  async load ({ events: path }) {
    await openRoot()
    writeFileSync(rootFile, root.key.toString('hex'))
    await openIndex()
    let posts = 0
    for await (const event of events(path)) {
      await write(event)
      if (event.k === 'p' && ++posts % 500 === 0) tell({ ev: 'progress', posts })
    }
  },
  invite: () => ({ root: readFileSync(rootFile, 'utf8') }),
  join ({ root }) { writeFileSync(rootFile, root) },
  async prep () {
    await openIndex()
    await openAuthors()
    if (isA) return
    root.download({ start: 0, end: -1 })
    root.on('append', () => void openAuthors().then(indexSoon).catch(console.error))
  },
  listen: ({ port }) => new Promise(resolve => {
    net.createServer(socket => replicate(socket, false)).listen(port, '127.0.0.1', () => resolve({ addr: String(port) }))
  }),
  connect ({ addr }) { replicate(net.connect(Number(addr), '127.0.0.1'), true) },
  async wait ({ posts, reactions }) {
    const isHere = () => held.posts >= posts && held.reactions >= reactions
    const until = test => new Promise(resolve => {
      waiting = () => test() && resolve(nowNs())
      waiting()
    })
    const visible_ns = await until(isHere)
    return { visible_ns, durable_ns: await until(() => !indexing) }
  },
  synced: () => ({}), // There is no such signal for a whole store; the last packet counts.
  watch ({ post }) { watched.add(post) },
  async post ({ event }) {
    await openIndex()
    await openAuthors()
    const post_ns = nowNs()
    await write(event)
    return { post_ns }
  },
  async read_topic ({ topic, n }) {
    await openIndex()
    await openAuthors()
    const places = []
    const range = { gte: `p!${topic}!`, lt: `p!${topic}"` }
    for await (const { value } of index.createReadStream(range, { reverse: true, limit: n })) places.unshift(value.split(':'))
    const posts = await Promise.all(places.map(([author, at]) => cores.get(author).get(Number(at))))
    return { ids: posts.map(post => post.id), bytes: posts.reduce((sum, post) => sum + post.text.length, 0) }
  },
  async count () {
    await openIndex()
    await openAuthors()
    const check = new Check()
    for (const [author, core] of cores) {
      for (let at = 0; at < core.length; at++) {
        const event = await core.get(at, { wait: false })
        if (event?.text !== undefined) check.post(event.id, event.topic, author, event.ts, event.text)
        else if (event) check.reaction(event.post, author, event.emoji)
      }
    }
    return check.json()
  },
  stats: () => ({}),
  async close () { await store.close() }
}, { hypercore: '11.37.1', corestore: '7.12.5', hyperbee: '2.27.3' })
