export { readSalesReport } from './read-report.ts'
export { readStats, type Stats, type StatsFigures, type StatsPart, type StatsQuestion } from './read-stats.ts'
export {
  type Days,
  type DaysBefore,
  type ReportGroup,
  reportGroups,
  type SalesFigures,
  type SalesQuestion,
  type SalesReport,
  type SalesRow,
  salesReportSchema,
} from './report.ts'
export {
  besideBefore,
  type StatsDays,
  type StatsPeriod,
  statsDays,
  statsPeriods,
  timeGroupFor,
} from './stats-period.ts'
