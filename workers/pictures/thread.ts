import { parentPort } from 'node:worker_threads'
import { drawPng, drawSvg } from './draw.ts'
import type { Drawing, DrawingJob } from './render-picture.ts'

/** The other end of `render-picture.ts`: one job in, one answer out; a failed drawing is an answer too. */
parentPort?.on('message', (job: DrawingJob) => {
  const answer = draw(job)
  // The renderer frees its pixels (2.4 MB a chart) in a turn of the event loop: a busy queue must not take all the turns.
  setImmediate(() => parentPort?.postMessage(answer, 'png' in answer ? [answer.png.buffer] : []))
})

function draw(job: DrawingJob): Drawing {
  try {
    if (job.as === 'svg') return { svg: drawSvg(job.picture, job.size) }
    // The renderer's own buffer belongs to native code and can't move to another thread; a copy can.
    return { png: new Uint8Array(drawPng(job.picture, job.size)) }
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) }
  }
}
