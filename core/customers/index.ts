export { type ExternalPerson, ensureCustomersByExternalId, newReferralCode } from './ensure-external.ts'
export { type Person, personBehind, tryOpen, type Whom } from './person.ts'
export { keepFirstPaid } from './queries.ts'
