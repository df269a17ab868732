import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import { z } from 'zod'
import type { App, Room } from './desk.ts'
import { problem, sendProblem } from './error-reply.ts'

/** Liveness, readiness, and figures for Prometheus: route patterns and counts, nobody's data. */
export function healthRoutes(app: App, { deps }: Room): void {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Counter({
    name: 'rozmova_http_requests_total',
    help: 'Requests answered',
    labelNames: ['method', 'route', 'status'],
    registers: [registry],
  })
  const seconds = new Histogram({
    name: 'rozmova_http_request_seconds',
    help: 'Time to the answer',
    labelNames: ['route'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 5],
    registers: [registry],
  })

  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none'
    requests.inc({ method: request.method, route, status: reply.statusCode })
    seconds.observe({ route }, reply.elapsedTime / 1000)
    done()
  })

  const config = { access: 'public' as const }
  const health = z.object({ status: z.literal('ok') })

  app.get(
    '/healthz',
    { config, schema: { tags: ['operation'], summary: 'Whether the process lives', response: { 200: health } } },
    async () => ({ status: 'ok' as const }),
  )

  app.get(
    '/readyz',
    { config, schema: { tags: ['operation'], summary: 'Whether it can work now', response: { 200: health } } },
    async (_request, reply) => {
      if (await deps.ready().catch(() => false)) return { status: 'ok' as const }
      return sendProblem(reply, problem(503, 'unavailable', 'Not ready.'), { 'retry-after': '2' })
    },
  )

  app.get(
    '/metrics',
    { config, schema: { tags: ['operation'], summary: 'Prometheus', produces: ['text/plain'] } },
    async (_request, reply) => {
      const text = await registry.metrics()
      const extra = await Promise.all((deps.gauges ?? []).map(gaugeLines))
      return reply.type(registry.contentType).send(text + extra.join(''))
    },
  )
}

async function gaugeLines({ name, help, read }: { name: string; help: string; read(): Promise<number> }) {
  const value = await read().catch(() => undefined)
  return value === undefined ? '' : `\n# HELP ${name} ${help}\n# TYPE ${name} gauge\n${name} ${value}\n`
}
