# Questions come as JSON on stdin; answers leave on stdout with 17 digits,
# which toJSON itself does not write.

questions <- function() {
  jsonlite::fromJSON(file("stdin"), simplifyVector = TRUE,
                     simplifyDataFrame = FALSE, simplifyMatrix = FALSE)
}

as_text <- function(value) {
  if (is.list(value)) return(lapply(value, as_text))
  if (is.numeric(value)) return(I(unname(sprintf("%.17g", value))))
  I(unname(value))
}

scalar <- function(value) jsonlite::unbox(sprintf("%.17g", as.numeric(value)))

versions <- function(...) {
  packages <- c(...)
  paste0("R ", getRversion(), ", ",
         paste(packages, sapply(packages, function(p)
           as.character(packageVersion(p))), collapse = ", "))
}

answer <- function(source, answers) {
  cat(jsonlite::toJSON(list(source = jsonlite::unbox(source),
                            answers = answers), null = "null"))
}
