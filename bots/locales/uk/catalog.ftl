# Каталог: що продається.
command-catalog = що у нас є
command-stock = надходження й перелік товару
# $page — номер сторінки, $pages — усього
catalog-page-before = ← { $page } / { $pages }
catalog-page-after = { $page } / { $pages } →
catalog-categories = Що вас цікавить? Оберіть розділ або напишіть словами, наприклад «червона сукня M».
catalog-empty = Каталог поки порожній. Напишіть, що шукаєте, — підкажемо.
# $query — слова людини
catalog-nothing-found = За словами «{ $query }» нічого не знайшлося. Ось що є:
# $category — назва розділу, $count — скільки товарів
catalog-category = { $category }: { $count ->
    [one] { $count } товар
    [few] { $count } товари
    [many] { $count } товарів
   *[other] { $count } товару
}
# $query — слова людини, $count — скільки знайшлося
catalog-found = «{ $query }»: { $count ->
    [one] знайшовся { $count } товар
    [few] знайшлося { $count } товари
    [many] знайшлося { $count } товарів
   *[other] знайшлося { $count } товару
}
# $product — назва, $price — ціна, $left — yes або no
catalog-button-product-line = { $product } — { $price }{ $left ->
    [no] {" "}· немає
   *[other] {""}
}
# $product — назва, $price — ціна
catalog-product = { $product } — { $price }
catalog-brand = Бренд: { $brand }
catalog-about = { $about }
# $left — скільки лишилося
catalog-left = { $left ->
    [one] Лишилася { $left } штука.
    [few] Лишилося { $left } штуки.
    [many] У наявності { $left } штук.
   *[other] У наявності { $left } штуки.
}
catalog-none-left = Зараз немає в наявності. Можу написати, щойно з’явиться.
# $size — розмір; стоїть одразу за назвою
catalog-size = , { $size }
# $size — розмір, $left — скільки лишилося
catalog-button-size = { $size } — { $left } шт
catalog-button-size-gone = { $size } — повідомити
catalog-button-add = Додати в кошик
catalog-button-wish = Повідомити, коли з’явиться
catalog-button-category = { $category } ({ $count })
catalog-button-back = ← { $category }
catalog-button-categories = Усі розділи
catalog-button-open = Каталог
catalog-button-product = Подивитися
catalog-button-ask = Запитати
# $count — скільки штук у кошику
catalog-button-cart = Кошик ({ $count })
# $product — назва, $size — розмір з комою попереду, $quantity — скільки тепер у кошику
catalog-added = Додано: { $product }{ $size } × { $quantity }
# $count — скільки штук, $total — сума
catalog-cart-total = У кошику { $count ->
    [one] { $count } річ
    [few] { $count } речі
    [many] { $count } речей
   *[other] { $count } речі
} на { $total }.
catalog-wish-kept = Запам’ятав. Напишу, щойно з’явиться.
# $product — назва, $size — розмір з комою попереду, $price — ціна
catalog-arrived = Знову є: { $product }{ $size } — { $price }. Ви просили повідомити.
catalog-stock-what = Який товар? Напишіть артикул або назву.
catalog-button-stock-product = { $product }
catalog-stock-size = { $product }: який розмір?
# $product — назва, $size — розмір з комою попереду, $left — вільно зараз
catalog-stock-quantity = { $product }{ $size }: вільно { $left } шт. Напишіть «+5», якщо надійшло п’ять, або «=12», якщо на полиці дванадцять.
catalog-stock-unclear = Напишіть «+5» (надійшло) або «=12» (порахували).
# $left — вільно тепер
catalog-stock-done = Записано. Вільно тепер: { $left } шт.
catalog-button-stock-more = Ще товар
