import { createHash } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import { z } from 'zod'
import { type Picture, type PictureSize, pictureSchema, pictureSizeSchema, usualSize } from '../../core/picture.ts'

/** Pictures drawn beside the main thread, which never waits and never loads the drawing libraries. */
export type Pictures = {
  /** The same picture asked again soon comes from memory. Rejects when the spec is wrong or drawing fails or takes too long. */
  render(picture: Picture, size?: PictureSize): Promise<{ png: Uint8Array }>
  svg(picture: Picture, size?: PictureSize): Promise<string>
  /** Ends the threads; whoever still waits is refused. */
  close(): Promise<void>
}

export type PicturesOptions = {
  threads?: number
  /** A thread with nothing to draw for so long is ended, and its memory with it. */
  idleMs?: number
  timeoutMs?: number
  /** How many bytes of finished PNGs are kept. */
  rememberBytes?: number
  /** The module that draws; tests hand in one that misbehaves. */
  thread?: URL
}

export type DrawingJob = { as: 'png' | 'svg'; picture: Picture; size: PictureSize }
export type Drawing = { png: Uint8Array<ArrayBuffer> } | { svg: string } | { failed: string }

/**
 * Threads start at the first picture and stop when idle. One thread draws one picture at a time, the rest wait in order; a
 * thread that crashes or runs out of time fails the picture it had and no other, and the next picture gets a new one.
 */
export function createPictures(options: PicturesOptions = {}): Pictures {
  const { threads = 1, idleMs = 60_000, timeoutMs = 10_000, rememberBytes = 4 * 1024 * 1024 } = options
  const file = options.thread ?? new URL('./thread.ts', import.meta.url)
  const waiting: Task[] = []
  const seats = Array.from({ length: threads }, () => createSeat(file, { idleMs, timeoutMs }, next))
  const finished = createMemory(rememberBytes)
  const underWay = new Map<string, Promise<Uint8Array>>()
  let closed = false

  function next(): void {
    for (const seat of seats) {
      if (seat.busy()) continue
      const task = waiting.shift()
      if (task === undefined) return
      seat.start(task)
    }
  }

  function draw(as: DrawingJob['as'], picture: Picture, size: PictureSize): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (closed) return reject(new Error('pictures are closed'))
      waiting.push({ job: { as, picture, size }, resolve, reject })
      next()
    })
  }

  return {
    async render(asked, askedSize) {
      const { picture, size } = parse(asked, askedSize)
      const key = createHash('sha256')
        .update(JSON.stringify([picture, size]))
        .digest('base64')
      const known = finished.get(key)
      if (known) return { png: known }
      const drawing = underWay.get(key) ?? draw('png', picture, size).then((answer) => pngAnswer.parse(answer).png)
      underWay.set(key, drawing)
      try {
        const png = await drawing
        finished.set(key, png)
        return { png }
      } finally {
        underWay.delete(key)
      }
    },
    async svg(asked, askedSize) {
      const { picture, size } = parse(asked, askedSize)
      return svgAnswer.parse(await draw('svg', picture, size)).svg
    },
    async close() {
      closed = true
      for (const task of waiting.splice(0)) task.reject(new Error('pictures are closed'))
      await Promise.all(seats.map((seat) => seat.leave('pictures are closed')))
    },
  }
}

type Answer = Exclude<Drawing, { failed: string }>
type Task = { job: DrawingJob; resolve: (answer: Answer) => void; reject: (error: Error) => void }

const pngAnswer = z.object({ png: z.instanceof(Uint8Array) })
const svgAnswer = z.object({ svg: z.string() })

function parse(picture: Picture, size?: PictureSize): { picture: Picture; size: PictureSize } {
  const known = pictureSchema.parse(picture)
  return { picture: known, size: size === undefined ? usualSize(known) : pictureSizeSchema.parse(size) }
}

/** Room for one thread at a time: it comes with the first task, and goes when idle, broken or late. */
function createSeat(file: URL, limits: { idleMs: number; timeoutMs: number }, free: () => void) {
  let worker: Worker | undefined
  let current: { task: Task; timer: NodeJS.Timeout } | undefined
  let idle: NodeJS.Timeout | undefined

  /** Ends the current task, once: a thread's late message, error and exit all come here. */
  function finish(settle: (task: Task) => void): void {
    if (current === undefined) return
    const { task, timer } = current
    current = undefined
    clearTimeout(timer)
    worker?.unref()
    settle(task)
    idle = setTimeout(() => void leave('idle'), limits.idleMs).unref()
    free()
  }

  async function leave(why: string): Promise<void> {
    clearTimeout(idle)
    const gone = worker
    worker = undefined
    finish((task) => task.reject(new Error(why)))
    await gone?.terminate()
  }

  function seated(): Worker {
    if (worker) return worker
    // A small heap is collected often, so that the pixels it holds outside the heap never pile up.
    const fresh = new Worker(file, {
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 8 },
    })
    const lost = (why: string) => {
      if (worker === fresh) void leave(why)
    }
    fresh.on('message', (answer: Drawing) => {
      if (worker !== fresh) return
      finish((task) => ('failed' in answer ? task.reject(new Error(answer.failed)) : task.resolve(answer)))
    })
    fresh.on('error', (error) =>
      lost(`the drawing thread broke: ${error instanceof Error ? error.message : String(error)}`),
    )
    fresh.on('exit', () => lost('the drawing thread ended'))
    worker = fresh
    return fresh
  }

  return {
    busy: () => current !== undefined,
    start(task: Task): void {
      clearTimeout(idle)
      const timer = setTimeout(() => void leave('drawing took too long'), limits.timeoutMs)
      current = { task, timer }
      const thread = seated()
      thread.ref()
      thread.postMessage(task.job)
    },
    leave,
  }
}

/** The most recently used values, as many as fit. */
function createMemory(limit: number) {
  const kept = new Map<string, Uint8Array>()
  let bytes = 0
  return {
    get(key: string): Uint8Array | undefined {
      const value = kept.get(key)
      if (value === undefined) return undefined
      kept.delete(key)
      kept.set(key, value)
      return value
    },
    set(key: string, value: Uint8Array): void {
      if (kept.has(key)) return
      kept.set(key, value)
      bytes += value.byteLength
      for (const [oldest, { byteLength }] of kept) {
        if (bytes <= limit) return
        kept.delete(oldest)
        bytes -= byteLength
      }
    },
  }
}
