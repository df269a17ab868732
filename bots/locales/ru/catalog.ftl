# Каталог: что продаётся.
command-catalog = что у нас есть
command-stock = поступление и пересчёт товара
# $page — номер страницы, $pages — всего
catalog-page-before = ← { $page } / { $pages }
catalog-page-after = { $page } / { $pages } →
catalog-categories = Что вас интересует? Выберите раздел или напишите словами, например «красное платье M».
catalog-empty = Каталог пока пуст. Напишите, что ищете, — подскажем.
# $query — слова человека
catalog-nothing-found = По словам «{ $query }» ничего не нашлось. Вот что есть:
# $category — название раздела, $count — сколько товаров
catalog-category = { $category }: { $count ->
    [one] { $count } товар
    [few] { $count } товара
    [many] { $count } товаров
   *[other] { $count } товара
}
# $query — слова человека, $count — сколько нашлось
catalog-found = «{ $query }»: { $count ->
    [one] нашёлся { $count } товар
    [few] нашлось { $count } товара
    [many] нашлось { $count } товаров
   *[other] нашлось { $count } товара
}
# $product — название, $price — цена, $left — yes или no
catalog-button-product-line = { $product } — { $price }{ $left ->
    [no] {" "}· нет
   *[other] {""}
}
# $product — название, $price — цена
catalog-product = { $product } — { $price }
catalog-brand = Бренд: { $brand }
catalog-about = { $about }
# $left — сколько осталось
catalog-left = { $left ->
    [one] Осталась { $left } штука.
    [few] Осталось { $left } штуки.
    [many] В наличии { $left } штук.
   *[other] В наличии { $left } штуки.
}
catalog-none-left = Сейчас нет в наличии. Могу написать, как только появится.
# $size — размер; стоит сразу за названием
catalog-size = , { $size }
# $size — размер, $left — сколько осталось
catalog-button-size = { $size } — { $left } шт
catalog-button-size-gone = { $size } — сообщить
catalog-button-add = Добавить в корзину
catalog-button-wish = Сообщить, когда появится
catalog-button-category = { $category } ({ $count })
catalog-button-back = ← { $category }
catalog-button-categories = Все разделы
catalog-button-open = Каталог
catalog-button-product = Посмотреть
catalog-button-ask = Спросить
# $count — сколько штук в корзине
catalog-button-cart = Корзина ({ $count })
# $product — название, $size — размер с запятой впереди, $quantity — сколько теперь в корзине
catalog-added = Добавлено: { $product }{ $size } × { $quantity }
# $count — сколько штук, $total — сумма
catalog-cart-total = В корзине { $count ->
    [one] { $count } вещь
    [few] { $count } вещи
    [many] { $count } вещей
   *[other] { $count } вещи
} на { $total }.
catalog-wish-kept = Запомнил. Напишу, как только появится.
# $product — название, $size — размер с запятой впереди, $price — цена
catalog-arrived = Снова есть: { $product }{ $size } — { $price }. Вы просили сообщить.
catalog-stock-what = Какой товар? Напишите артикул или название.
catalog-button-stock-product = { $product }
catalog-stock-size = { $product }: какой размер?
# $product — название, $size — размер с запятой впереди, $left — свободно сейчас
catalog-stock-quantity = { $product }{ $size }: свободно { $left } шт. Напишите «+5», если поступило пять, или «=12», если на полке двенадцать.
catalog-stock-unclear = Напишите «+5» (поступило) или «=12» (посчитали).
# $left — свободно теперь
catalog-stock-done = Записано. Свободно теперь: { $left } шт.
catalog-button-stock-more = Ещё товар
