export {
  createUnderstand,
  type Expectation,
  type Intent,
  type Language,
  type Lexicon,
  type Slots,
  type TimeWish,
  type Understand,
  type UnderstandContext,
  type Understood,
} from './understand.ts'
export { understandIn } from './vocabulary.ts'
