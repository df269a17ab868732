import { type Language, languages } from '../../../core/business.ts'
import { setLanguage } from '../../../core/customers/index.ts'
import { button, message } from '../../../core/message.ts'
import { say } from '../../../core/say.ts'
import { end, type Feature } from '../../conversation/flow.ts'
import { menuButton } from '../main-menu.ts'

export const feature: Feature = {
  commands: [
    {
      name: 'language',
      audience: 'everyone',
      permission: 'customers.own',
      intents: ['language'],
      beforeConsent: true,
      menu: true,
      run: async (talk, { args, slots }) => {
        const wanted = languageOf(args) ?? slots.language
        if (!wanted)
          return end(
            message(say('people-ask-language'), [
              languages.map((language) => button(say(`people-language-${language}`), `/language ${language}`)),
            ]),
          )
        await talk.run(setLanguage, { language: wanted })
        return end(message(say('people-language-set'), [[menuButton]]))
      },
    },
  ],
}

/** A code, or the language's own name as people type it. */
function languageOf(typed: string): Language | undefined {
  const word = typed.trim().toLowerCase()
  return languages.find((language) => word !== '' && (language === word || ownNames[language].test(word)))
}

const ownNames: Record<Language, RegExp> = { uk: /^(укр|ua|ukr)/, ru: /^(рос|рус|rus)/, en: /^(англ|eng)/ }
