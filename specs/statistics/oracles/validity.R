# Chi-square tests of counts and Fisher's lower tail of a day's share.
source("exchange.R")
srm <- function(q) {
  test <- suppressWarnings(chisq.test(q$counts, p = q$weights, rescale.p = TRUE))
  list(statistic = scalar(test$statistic), df = scalar(test$parameter),
       p_value = scalar(test$p.value))
}
gaps <- function(q) {
  days <- matrix(unlist(q$days), nrow = length(q$days), byrow = TRUE)
  marked <- colSums(days)
  p <- sapply(seq_len(ncol(days)), function(v) sapply(seq_len(nrow(days)), function(d) {
    drawn <- sum(days[d, ])
    if (drawn == 0) return(NA)
    if (days[d, v] >= drawn * marked[v] / sum(days)) return(1)
    phyper(days[d, v], marked[v], sum(days) - marked[v], drawn)
  }))
  list(p = as_text(as.vector(t(matrix(p, nrow = nrow(days))))))
}
asked <- list(srm = srm, gaps = gaps)
answer(paste("R", getRversion()), lapply(questions(), function(q) asked[[q$ask]](q)))
