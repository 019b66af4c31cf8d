# Group sequential designs by rpact, each side of a two-sided test on its own.
source("exchange.R")
suppressPackageStartupMessages(library(rpact))

design_of <- function(q) {
  type <- c("obrien-fleming" = "asOF", pocock = "asP", power = "asKD",
            "hwang-shih-decani" = "asHSD")[[q$spending]]
  arguments <- list(informationRates = q$fractions, alpha = q$alpha_per_side,
                    sided = 1, typeOfDesign = type, beta = 1 - q$power,
                    tolerance = 1e-10)
  if (!is.null(q$parameter)) arguments$gammaA <- q$parameter
  do.call(getDesignGroupSequential, arguments)
}

asked <- function(q) {
  design <- design_of(q)
  ch <- getDesignCharacteristics(design)
  list(z = as_text(design$criticalValues),
       spent = as_text(design$alphaSpent),
       inflation = scalar(ch$inflationFactor),
       drift = scalar(sqrt(ch$shift)),
       power = as_text(ch$power),
       expected_h1 = scalar(ch$averageSampleNumber1))
}

answer(versions("rpact"), lapply(questions(), asked))
