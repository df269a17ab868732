export {
  type OperationsReport,
  operationsFiguresSchema,
  operationsReportSchema,
  readOperations,
  waitBucketSchema,
} from './read-operations.ts'
export { readSalesReport } from './read-report.ts'
export { readStats, type Stats, type StatsPart } from './read-stats.ts'
export { type DaysBefore, type ReportGroup, type SalesFigures, salesReportSchema } from './report.ts'
export { besideBefore, type StatsDays, statsDays, statsPeriods, timeGroupFor } from './stats-period.ts'
