import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AppError } from '../../core/errors.ts'
import { fromDecimal, lineAmount, minorDigits, toDecimal } from '../../core/money.ts'

const currencies = fc.constantFrom('UAH', 'USD', 'JPY', 'KWD')
const minor = fc.integer({ min: -999_999_999_999, max: 999_999_999_999 })
/** What a decimal text of `digits` places stands for, exactly: the oracle counts in whole units of its last place. */
const decimal = (most: number, digits: number) =>
  fc.tuple(fc.nat(most), fc.nat(10 ** digits - 1)).map(([whole, fraction]) => ({
    text: fraction === 0 ? String(whole) : `${whole}.${String(fraction).padStart(digits, '0')}`,
    units: BigInt(whole) * 10n ** BigInt(digits) + BigInt(fraction),
  }))

describe('money', () => {
  test('is written with as many decimals as its currency has', () => {
    expect([minorDigits('UAH'), minorDigits('JPY'), minorDigits('KWD')]).toEqual([2, 0, 3])
    expect(toDecimal(19990, 'UAH')).toBe('199.90')
    expect(toDecimal(-5, 'UAH')).toBe('-0.05')
    expect(toDecimal(1250, 'JPY')).toBe('1250')
    expect(toDecimal(1, 'KWD')).toBe('0.001')
  })

  test('comes back as it went, in every currency', () => {
    fc.assert(
      fc.property(minor, currencies, (amount, currency) => {
        expect(fromDecimal(toDecimal(amount, currency), currency)).toBe(amount)
      }),
    )
  })

  test('is taken as a number of JSON too', () => {
    expect(fromDecimal(199.9, 'UAH')).toBe(19990)
    expect(fromDecimal('  7 '.trim(), 'UAH')).toBe(700)
    expect(Object.is(fromDecimal('-0.00', 'UAH'), 0)).toBe(true)
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999_999 }), (amount) => {
        expect(fromDecimal(amount / 100, 'UAH')).toBe(amount)
      }),
    )
  })

  test('a zero too many at the end is no third decimal, anything else is', () => {
    expect(fromDecimal('1.50000', 'UAH')).toBe(150)
    for (const wrong of ['1.005', '1,5', '', '.5', '5.', '1e3', 'NaN', '0x10', '١٢', '--1', '12345678901234'])
      expect(() => fromDecimal(wrong, 'UAH', 'discount'), wrong).toThrow(AppError)
    expect(refusal(() => fromDecimal('1.005', 'UAH', 'items.0.unit_price'))).toMatchObject({
      code: 'input-invalid',
      path: 'items.0.unit_price',
    })
  })

  test('a line is quantity x unit price rounded half up, exactly, against whole-number arithmetic', () => {
    fc.assert(
      fc.property(decimal(9_999, 3), decimal(99_999, 6), currencies, (quantity, price, currency) => {
        const scale = 10n ** BigInt(9 - minorDigits(currency))
        const exact = quantity.units * price.units
        const half = (exact % scale) * 2n >= scale ? 1n : 0n
        expect(lineAmount(quantity.text, price.text, currency)).toBe(Number(exact / scale + half))
      }),
    )
  })

  test('halves go up and floats never get in between', () => {
    expect(lineAmount(1, '0.005', 'UAH')).toBe(1)
    expect(lineAmount(1, '0.004999', 'UAH')).toBe(0)
    expect(lineAmount('0.5', '0.01', 'UAH')).toBe(1)
    expect(lineAmount(3, '0.335', 'UAH')).toBe(101)
    expect(lineAmount(1000, '0.0125', 'UAH')).toBe(1250)
    expect(lineAmount(0.1 + 0.2, '1', 'UAH')).toBe(30)
    expect(lineAmount(2, '12.5', 'JPY')).toBe(25)
  })

  test('more decimals than were agreed on, or a negative, is refused', () => {
    for (const [quantity, price] of [
      ['1.0001', '1'],
      ['1', '1.0000001'],
      ['-1', '1'],
      ['1', '-1'],
      ['', '1'],
    ] as const)
      expect(() => lineAmount(quantity, price, 'UAH'), `${quantity} x ${price}`).toThrow(AppError)
  })
})

function refusal(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    return error
  }
}
