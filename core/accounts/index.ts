export {
  credentialsSchema,
  newApiKeySchema,
  newInvitationSchema,
  type Registration,
  registrationSchema,
} from './account.ts'
export { createApiKey, listApiKeys, revokeApiKey, verifyApiKey } from './api-keys.ts'
export { audit, listAudit } from './audit.ts'
export {
  addChannel,
  listChannels,
  noteChannelTrouble,
  openChannel,
  removeChannel,
  webChannelId,
} from './channels.ts'
export { memberOf, noteEvent, readConnection } from './connection.ts'
export { answerOnce, type FirstAnswer, forgetFirstAnswers } from './first-answer.ts'
export { registerBusiness } from './register-business.ts'
export { createTokens, parseApiKey, type Tokens } from './secrets.ts'
export { type LoggedIn, logIn, type Session } from './session.ts'
export {
  changeSettings,
  readSettings,
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
} from './team.ts'
export { admitVisitor, newVisitorToken, visitorChat } from './visitors.ts'
