export { answerRequest } from './answer-request.ts'
export type { AnswerTime } from './answer-time.ts'
export type {
  Channel,
  ChannelAdapter,
  ChannelKind,
  Incoming,
  IncomingContent,
  Media,
  Outcome,
  Outgoing,
  OutgoingButton,
} from './channel.ts'
export {
  type Chatter,
  enter,
  insertUpload,
  isToldAnew,
  keepPhoto,
  type Offer,
  offerAt,
  reenter,
  remember,
  saveSession,
} from './chatter.ts'
export { closeRequest } from './close-request.ts'
export { type DeadLetter, listDeadLetters, replayDeadLetter } from './dead-letters.ts'
export {
  type DeliveryPorts,
  deliverTo,
  fetchFile,
  type MediaSource,
  pictureOf,
} from './deliver.ts'
export { type Converse, type HandleResult, handleNext } from './handle.ts'
export { createIntake, type Intake, type RawUpdate } from './intake.ts'
export { getRequest, listRequests, ownOpenRequest, type RequestPage } from './list-requests.ts'
export { saySchema } from './message-schema.ts'
export { type Asked, openRequest } from './open-request.ts'
export {
  leasePolling,
  openChat,
  openStaffChats,
  readChannel,
  releasePolling,
  type StoredChannel,
} from './queries.ts'
export { inboxReactions } from './reactions.ts'
export {
  type ListRequests,
  type ReadRequest,
  type Request,
  requestStates,
} from './request.ts'
export { requestButtons } from './request-alert.ts'
export { forgetOldUpdates, sweepInbox } from './sweep.ts'
export { takeRequest } from './take-request.ts'
export { retell, type TellOptions, tell, tellChatter, tellCustomer, tellStaff, tellStaffMember } from './tell.ts'
export { createWebStream, type WebEvent, type WebStream } from './web-stream.ts'
export { writeToCustomer } from './write-to-customer.ts'
