import { expect, test } from 'vitest'
import { drawable, loadFont } from '../../../workers/pictures/font.ts'

const { regular, bold } = loadFont()

test('both faces draw the letters of three languages, the hryvnia and the signs of prices', () => {
  const needed = 'абвгґдеєжзиіїйклмнопрстуфхцчшщьюяёъыэАБВГҐЄІЇЩЮЯЁЪЫЭ abcXYZ 0123456789 ₴€$£ %−—–…«»„“’№×'
  for (const face of [regular, bold]) expect([...needed].filter((letter) => !face.has(letter))).toEqual([])
})

test('a wide letter is wider than a narrow one, and semi-bold than regular', () => {
  expect(regular.width('Щ', 100)).toBeGreaterThan(regular.width('і', 100) * 2)
  expect(bold.width('Виручка', 100)).toBeGreaterThan(regular.width('Виручка', 100))
  expect(regular.width('Виручка', 50)).toBeCloseTo(regular.width('Виручка', 100) / 2)
})

test('what the font has no letter for is left out, so that no box stands in its place', () => {
  expect(drawable('Сукня 😀💅 «Мальва»\u0000\u202E\uD800 中', regular)).toBe('Сукня «Мальва»')
  expect(drawable('12\u202F345\u00A0₴\nдругий', regular).split('\n')).toHaveLength(2)
})
