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
export { type Chatter, enter, insertUpload, keepPhoto, type Offer, offerAt, remember, saveSession } from './chatter.ts'
export {
  type DeliveryPorts,
  deliverTo,
  fetchFile,
  type MediaSource,
  pictureOf,
  renderText,
} from './deliver.ts'
export { type Converse, type HandleResult, handleNext, isOutage } from './handle.ts'
export { createIntake, type Intake, type RawUpdate } from './intake.ts'
export { saySchema } from './message-schema.ts'
export {
  leasePolling,
  openStaffChats,
  readChannel,
  releasePolling,
  type StoredChannel,
  savePollOffset,
} from './queries.ts'
export { forgetOldUpdates, sweepInbox } from './sweep.ts'
export { retell, type TellOptions, tell, tellCustomer, tellStaff, tellStaffMember } from './tell.ts'
export { createWebStream, type WebEvent, type WebStream } from './web-stream.ts'
