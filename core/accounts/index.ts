export { audit } from './audit.ts'
export { staffName } from './staff-name.ts'
