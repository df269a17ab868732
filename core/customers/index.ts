export { type ExternalPerson, ensureCustomersByExternalId, newReferralCode } from './ensure-external.ts'
export { keyOf, nameOf, type Whom } from './person.ts'
export { keepFirstPaid } from './queries.ts'
