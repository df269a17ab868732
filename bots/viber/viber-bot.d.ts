/** The parts of viber-bot that are used: its message classes, loaded one by one, without its server and its REST client. */
declare module 'viber-bot/lib/message/text-message.js' {
  export default class TextMessage {
    constructor(text: string)
    toJson(): unknown
  }
}

declare module 'viber-bot/lib/message/picture-message.js' {
  export default class PictureMessage {
    constructor(url: string, text?: string | null, thumbnail?: string | null)
    toJson(): unknown
  }
}

declare module 'viber-bot/lib/message/file-message.js' {
  export default class FileMessage {
    constructor(url: string, sizeInBytes: number, filename: string)
    toJson(): unknown
  }
}
