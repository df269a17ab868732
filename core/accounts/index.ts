export {
  type Credentials,
  credentialsSchema,
  currencySchema,
  type NewApiKey,
  type NewInvitation,
  newApiKeySchema,
  newInvitationSchema,
  type Registration,
  registrationSchema,
  scopesOf,
  timezoneSchema,
} from './account.ts'
export { type ApiKey, createApiKey, listApiKeys, revokeApiKey, verifyApiKey } from './api-keys.ts'
export { type AuditLine, audit, listAudit } from './audit.ts'
export {
  addChannel,
  type ConnectedChannel,
  listChannels,
  noteChannelTrouble,
  openChannel,
  removeChannel,
  webChannelId,
} from './channels.ts'
export { type Connection, memberOf, noteEvent, readConnection } from './connection.ts'
export { answerOnce, type FirstAnswer, forgetFirstAnswers } from './first-answer.ts'
export { type Registered, registerBusiness } from './register-business.ts'
export { createTokens, parseApiKey, randomText, type Tokens } from './secrets.ts'
export { type LoggedIn, logIn, openSession, type Session } from './session.ts'
export {
  changeSettings,
  readSettings,
  type SettingsPatch,
  settingsPatchSchema,
  settingsViewSchema,
} from './settings.ts'
export { staffName } from './staff-name.ts'
export {
  acceptInvitation,
  createInvitation,
  type Invitation,
  leaveTeam,
  listTeam,
  removeStaff,
  type TeamMember,
} from './team.ts'
export { admitVisitor, newVisitorToken, visitorChat } from './visitors.ts'
