export { allowPromotions, giveConsent, rememberOrigin } from './consent.ts'
export {
  type Customer,
  type CustomerCard,
  type CustomerInput,
  type CustomerPatch,
  customerInputSchema,
  customerPatchSchema,
  duplicatesTopic,
  type ListCustomers,
} from './customer.ts'
export { customerHistory, type Happening, type HistoryPage } from './customer-history.ts'
export { ensureCustomer } from './ensure-customer.ts'
export {
  customersByExternalId,
  type ExternalPerson,
  ensureCustomersByExternalId,
} from './ensure-external.ts'
export { getCustomer } from './get-customer.ts'
export { type LinkedPhone, linkPhone } from './link-phone.ts'
export { type CustomerPage, listCustomers } from './list-customers.ts'
export { mergeCustomers } from './merge-customers.ts'
export { answerMergeQuestion, listMergeQuestions, readMergeQuestion } from './merge-questions.ts'
export { nameTerms } from './name-terms.ts'
export { customerLabel, type Person, personBehind, tryOpen, type Whom } from './person.ts'
export { keepFirstPaid } from './queries.ts'
export { readReferral } from './read-referral.ts'
export { setLanguage } from './set-language.ts'
export { addNote, readOwnProfile, updateCustomer, updateOwnProfile } from './update-customer.ts'
export { type Upserted, upsertCustomers } from './upsert-customers.ts'
