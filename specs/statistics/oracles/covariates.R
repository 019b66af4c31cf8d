# Regression adjustment by lm, lm_lin (HC2) and linearised ratios.
source("exchange.R")
suppressPackageStartupMessages({
  library(estimatr)
  library(survey)
})

frame_of <- function(q) {
  covariates <- Map(c, q$control$covariates, q$treatment$covariates)
  names(covariates) <- paste0("x", seq_along(covariates))
  cbind(data.frame(y = c(q$control$y, q$treatment$y),
                   t = rep(0:1, c(length(q$control$y), length(q$treatment$y)))),
        as.data.frame(covariates))
}

covariates_of <- function(data) setdiff(names(data), c("y", "t"))

# Slopes over all units; lm leaves NA for what depends on those before it.
pooled <- function(q) {
  data <- frame_of(q)
  xs <- covariates_of(data)
  fit <- lm(reformulate(xs, "y"), data)
  beta <- coef(fit)[-1]
  e <- resid(fit)
  arms <- split(e, data$t)
  list(thetas = as_text(ifelse(is.na(beta), 0, beta)),
       dropped = as_text(which(is.na(beta)) - 1),
       difference = scalar(mean(arms[[2]]) - mean(arms[[1]])),
       std_err = scalar(sqrt(sum(sapply(arms, function(a) var(a) / length(a))))))
}

# A regression per variant; the noise of the pooled means through the slopes.
per_variant <- function(q) {
  data <- frame_of(q)
  xs <- covariates_of(data)
  centred <- data
  centred[xs] <- scale(data[xs], scale = FALSE)
  fits <- lapply(split(centred, data$t), function(part)
    lm(reformulate(xs, "y"), part))
  slopes <- lapply(fits, function(f) coef(f)[-1])
  gap <- slopes[[2]] - slopes[[1]]
  noise <- sum(sapply(fits, function(f) sigma(f)^2 / length(resid(f))))
  spread <- drop(t(gap) %*% cov(data[xs]) %*% gap) / nrow(data)
  list(difference = scalar(coef(fits[[2]])[1] - coef(fits[[1]])[1]),
       std_err = scalar(sqrt(noise + spread)),
       slopes_control = as_text(slopes[[1]]),
       slopes_treatment = as_text(slopes[[2]]),
       adjusted_mean_control = scalar(coef(fits[[1]])[1]),
       adjusted_mean_treatment = scalar(coef(fits[[2]])[1]))
}

lin <- function(q) {
  data <- frame_of(q)
  fit <- lm_lin(y ~ t, covariates = reformulate(covariates_of(data)), data,
                se_type = "HC2")
  list(difference = scalar(fit$coefficients["t"]),
       std_err = scalar(fit$std.error["t"]),
       df = scalar(fit$df["t"]), p_t = scalar(fit$p.value["t"]))
}

ratio <- function(q) {
  data <- data.frame(num = q$num, den = q$den)
  fit <- svyratio(~num, ~den, svydesign(ids = ~1, weights = ~1, data = data))
  list(ratio = scalar(coef(fit)), se = scalar(SE(fit)))
}

asked <- list(pooled = pooled, per_variant = per_variant, lin = lin, ratio = ratio)
answer(versions("estimatr", "survey"),
       lapply(questions(), function(q) asked[[q$ask]](q)))
