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
export { type Chatter, enter, keepPhoto, type Offer, offerAt, remember, saveSession } from './chatter.ts'
export { type DeliveryPorts, deliverTo, fetchFile, renderText, sweepOutbox } from './deliver.ts'
export { type Converse, type HandleResult, handleNext, isOutage, sweepUpdates } from './handle.ts'
export { createIntake, type Intake, type RawUpdate } from './intake.ts'
export { retell, type TellOptions, tell, tellCustomer, tellStaff, tellStaffMember } from './tell.ts'
