// The line protocol of the bench (../README.md), as tests/src/line.rs has it.
import { createHash } from 'node:crypto'
import { createReadStream, mkdirSync } from 'node:fs'
import readline from 'node:readline'

const MASK = (1n << 64n) - 1n
const TIME = 10 // Characters of an id that are compared.

/** Nanoseconds of a clock that all processes of a machine share. */
export const nowNs = () => Number(process.hrtime.bigint())
export const tell = what => process.stdout.write(JSON.stringify(what) + '\n')
export const visible = post => tell({ ev: 'visible', post, ns: nowNs() })

export function argument (name) {
  const at = process.argv.indexOf(`--${name}`)
  return at > 0 ? process.argv[at + 1] : undefined
}

export function folder () {
  mkdirSync(argument('dir'), { recursive: true })
  return argument('dir')
}

export async function * events (path) {
  for await (const line of readline.createInterface({ input: createReadStream(path), crlfDelay: Infinity })) yield JSON.parse(line)
}

const hash = (...parts) => createHash('sha256').update(parts.join('|')).digest().readBigUInt64LE(0)

/** A digest of posts and reactions in any order. */
export class Check {
  posts = 0
  reactions = 0
  postDigest = 0n
  reactionDigest = 0n

  post (id, topic, author, ts, text) {
    this.posts++
    this.postDigest = (this.postDigest + hash(id.slice(0, TIME), topic, author, ts, text)) & MASK
  }

  reaction (post, author, emoji) {
    this.reactions++
    this.reactionDigest = (this.reactionDigest + hash(post.slice(0, TIME), author, emoji)) & MASK
  }

  json () {
    const [post_digest, reaction_digest] = [`${this.postDigest}`, `${this.reactionDigest}`]
    return { posts: this.posts, reactions: this.reactions, post_digest, reaction_digest }
  }
}

/** Answers each command by its handler, one after another. */
export function serve (handlers, versions) {
  process.on('unhandledRejection', error => console.error('unhandled', error))
  let before = Promise.resolve()
  readline.createInterface({ input: process.stdin }).on('line', line => {
    const command = JSON.parse(line)
    before = before.then(() => answer(handlers, command))
  })
  tell({ ev: 'ready', ns: nowNs(), versions: { node: process.version, ...versions } })
}

async function answer (handlers, command) {
  const t0 = nowNs()
  let said
  try {
    said = { ok: true, ...(await handlers[command.cmd](command)) }
  } catch (error) {
    console.error(error)
    said = { ok: false, err: String(error) }
  }
  tell({ id: command.id, t0, t1: nowNs(), ...said })
  if (command.cmd === 'close') process.exit(0)
}
