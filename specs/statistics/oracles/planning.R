# Quasi-Poisson regression of new units on the log of the day.
source("exchange.R")
asked <- function(q) {
  y <- q$new_units_by_day
  day <- seq_along(y)
  weekday <- factor((day - 1) %% 7)
  control <- glm.control(epsilon = 1e-14, maxit = 100)
  plain <- glm(y ~ log(day), family = quasipoisson, control = control)
  result <- list(plain = scalar(summary(plain)$dispersion),
                 plain_df = scalar(df.residual(plain)))
  if (length(y) >= 14) {
    full <- glm(y ~ log(day) + weekday, family = quasipoisson, control = control)
    pearson <- function(f) sum(residuals(f, "pearson")^2)
    phi <- max(1, pearson(full) / df.residual(full))
    effect <- exp(c(0, coef(full)[-(1:2)]))
    result$weekly <- scalar(phi)
    result$weekly_df <- scalar(df.residual(full))
    result$p <- scalar(pf((pearson(plain) - pearson(full)) / 6 / phi, 6,
                          df.residual(full), lower.tail = FALSE))
    result$weekdays <- as_text(effect / mean(effect))
  }
  result
}
answer(paste("R", getRversion()), lapply(questions(), asked))
